import apps from "../../sandbox/apps.json" with { type: "json" };
import { createKernel, type Kernel } from "../../sandbox/kernel/kernel";
import { hostingOf } from "../../sandbox/render/hosting";
import { type Render, startRender } from "../../sandbox/render/start";
import { startTargetApps, type TargetApps } from "../../sandbox/target-apps/start";
import { freePort } from "./identity-provider-harness";

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
  close(): Promise<void>;
};

export const serviceId = (slug: string): string => apps.find(({ id }) => id === slug)?.renderServiceId ?? "";

/** @param clerkManaged the port of the apps' Clerk */
export async function startTestHost(clerkManaged = 9): Promise<TestHost> {
  const kernel = createKernel();
  const ports = {
    render: await freePort(),
    targetApps: await freePort(),
    identityProvider: await freePort(),
    clerkManaged,
  };
  const render = await startRender(kernel, { renderApiKey: API_KEY, ports });
  const targetApps = await startTargetApps(kernel, { clerkSecretKey: CLERK_KEY, ports }, hostingOf(render.platform));
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
    async close() {
      await Promise.all([render.close(), targetApps.close()]);
    },
  };
}
