import apps from "../../sandbox/apps.json" with { type: "json" };
import { serveControl } from "../../sandbox/kernel/control";
import { createKernel, type Kernel } from "../../sandbox/kernel/kernel";
import { hostingOf } from "../../sandbox/render/hosting";
import { type Render, startRender } from "../../sandbox/render/start";
import { startTargetApps, type TargetApps } from "../../sandbox/target-apps/start";
import { freePorts } from "./identity-provider-harness";

export const API_KEY = "rnd_sandbox_for_tests";
export const CLERK_KEY = "sk_live_sandbox_for_tests";

/** The host and the apps that run there, on free ports. */
export type TestHost = {
  kernel: Kernel;
  render: Render;
  targetApps: TargetApps;
  addresses: { render: string; targetApps: string };
  /** Asks the API; another key, or none, when one is given. */
  ask<T>(path: string, key?: string | null): Promise<{ status: number; headers: Headers; json: T }>;
  /** Does something there. @param call `POST /services/srv-…/restart` @returns null for an empty answer */
  act<T>(call: string, body?: unknown): Promise<{ status: number; headers: Headers; json: T }>;
  /** @param call `PUT /render/accounts/artifacts` */
  control<T>(call: string, body?: unknown): Promise<{ status: number; headers: Headers; json: T }>;
  close(): Promise<void>;
};

export const serviceId = (slug: string): string => apps.find(({ id }) => id === slug)?.renderServiceId ?? "";

async function send<T>(base: string, call: string, body?: unknown) {
  const [method = "", path] = call.split(" ");
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${API_KEY}` },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: (text === "" ? null : JSON.parse(text)) as T };
}

/** @param clerkManaged the port of the apps' Clerk */
export async function startTestHost(clerkManaged = 9): Promise<TestHost> {
  const kernel = createKernel();
  const ports = { ...(await freePorts(["render", "targetApps", "identityProvider"])), clerkManaged };
  const render = await startRender(kernel, { renderApiKey: API_KEY, clerkSecretKey: CLERK_KEY, ports });
  const targetApps = await startTargetApps(kernel, { clerkSecretKey: CLERK_KEY, ports }, hostingOf(render.platform));
  const controls = {
    describe: async () => null,
    reset: async () => undefined,
    setRoles: async () => null,
    generateOutbox: async () => null,
    routes: render.controlRoutes,
  };
  const control = await serveControl(kernel, controls, 0);
  const addresses = {
    render: `http://127.0.0.1:${ports.render}/v1`,
    targetApps: `http://127.0.0.1:${ports.targetApps}`,
  };
  return {
    kernel,
    render,
    targetApps,
    addresses,
    async ask(path, key = API_KEY) {
      const headers = key === null ? undefined : { authorization: `Bearer ${key}` };
      const response = await fetch(`${addresses.render}${path}`, { headers });
      return { status: response.status, headers: response.headers, json: (await response.json()) as never };
    },
    act: (call, body) => send(addresses.render, call, body),
    control: (call, body) => send(`http://127.0.0.1:${control.port}`, call, body),
    async close() {
      await Promise.all([control.close(), render.close(), targetApps.close()]);
    },
  };
}
