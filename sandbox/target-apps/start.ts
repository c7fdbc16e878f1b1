import { createHash } from "node:crypto";
import type { Kernel } from "../kernel/kernel";
import type { Part } from "../kernel/part";
import { type Answer, type Exchange, serve } from "../kernel/server";
import type { Hosting, Meeting } from "../render/hosting";
import { type Condition, createApps, failsNow, type TargetApp, WELL } from "./app";
import { createClerkReach } from "./clerk-reach";

/** The apps as scenarios hold them. */
export type TargetApps = Part & {
  /** @returns a function that makes the app well again. @throws when there is no such app */
  afflict(id: string, condition: Partial<Condition>): () => void;
};

export type TargetAppsConfig = {
  /** What the apps hold of their Clerk instance where their host says nothing else. */
  clerkSecretKey: string;
  ports: { targetApps: number; clerkManaged: number };
};

const SDK_VERSION = "7.9.0";

/** Starts the apps that customers sign in to: all on one port, each under its own path. */
export async function startTargetApps(
  kernel: Kernel,
  { clerkSecretKey, ports }: TargetAppsConfig,
  hosting: Hosting,
): Promise<TargetApps> {
  let apps = createApps();
  const reach = createClerkReach(`http://127.0.0.1:${ports.clerkManaged}`);

  async function answer(
    exchange: Exchange,
    respond: (app: TargetApp, met: Meeting) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const app = apps.get(exchange.params.app ?? "");
    if (!app) return page(404, "Not found");
    const met = await hosting.meet(app.id);
    return met.status === undefined ? respond(app, met) : page(met.status, "Internal Server Error");
  }

  /** Its own middleware leaves the health endpoint out, so that it still answers when nothing else does. */
  async function health({ condition, silentOn }: TargetApp, met: Meeting): Promise<Answer> {
    const { middlewareErrorShare, sessionErrors5m, lastEventAt } = condition;
    const reachable = await reach.isReachable();
    const middlewareOk = middlewareErrorShare < 0.05;
    const secretKeyFingerprint = fingerprintOf(met.env("CLERK_SECRET_KEY") ?? clerkSecretKey);
    const clerk = { reachable, sdkVersion: SDK_VERSION, secretKeyFingerprint };
    const receiver = { ok: lastEventAt === null, lastEventAt: (lastEventAt ?? new Date()).toISOString() };
    return {
      status: 200,
      headers: { "cache-control": "no-store" },
      json: {
        ok: reachable && middlewareOk,
        commit: met.commit,
        clerk: silentOn.includes("fingerprint") ? { ...clerk, secretKeyFingerprint: undefined } : clerk,
        middleware: { ok: middlewareOk, errorShare5m: middlewareErrorShare },
        sessionErrors5m,
        ...(!silentOn.includes("webhookReceiver") && { webhookReceiver: receiver }),
      },
    };
  }

  const visit = (app: TargetApp): Answer =>
    failsNow(app) ? page(500, "MIDDLEWARE_INVOCATION_FAILED") : page(200, app.name);

  const listener = await serve(
    {
      name: "target-apps",
      routes: [
        { method: "GET", path: "/:app/api/clerk-health", answer: (exchange) => answer(exchange, health) },
        { method: "GET", path: "/:app", answer: (exchange) => answer(exchange, visit) },
      ],
      faultName: ({ params }) => (apps.has(params.app ?? "") ? [`target-apps/${params.app}`] : []),
      failure: (status) => page(status, "Internal Server Error"),
    },
    ports.targetApps,
    kernel,
  );

  return {
    afflict(id, condition) {
      const app = apps.get(id);
      if (!app) throw new Error(`There is no app "${id}".`);
      Object.assign(app.condition, condition);
      const names = Object.keys(condition) as (keyof Condition)[];
      return () => Object.assign(app.condition, Object.fromEntries(names.map((name) => [name, WELL[name]])));
    },
    async reset() {
      apps = createApps();
      reach.forget();
    },
    close: () => listener.close(),
  };
}

const fingerprintOf = (key: string): string => createHash("sha256").update(key).digest("hex").slice(0, 8);

function page(status: number, text: string): Answer {
  const body = `<!DOCTYPE html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`;
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, text: body };
}
