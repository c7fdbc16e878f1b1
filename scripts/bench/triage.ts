import { readFileSync } from "node:fs";
import { request } from "node:http";
import { systemActor } from "@/lib/access/system";
import { listApps } from "@/lib/apps/queries/list-apps";
import { env } from "@/lib/core/env";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import { probeLanes } from "@/lib/triage/shapes";
import { type Comparison, compare } from "./measure";

/**
 * When somebody who runs the script gives it up. It sets no limit of its own, and curl has none: with a neighbour that hangs it never
 * ends.
 */
const patienceMs = 10_000;
/** A neighbour that hangs costs so much of everybody's time. */
const rounds = { healthy: 40, hanging: 5 };

/** A verdict by all probes at once, against the runbook's three questions one after another: with all well, and while one hangs. */
export async function triage(): Promise<Comparison[]> {
  const actor = systemActor();
  const app = (await listApps(actor)).find(({ role, healthUrl }) => role === "app" && healthUrl)?.healthUrl;
  if (!app) throw new Error("no app has a health address: start the world first, npm start");
  const sweep = () => Promise.all(probeLanes.map((lane) => askProbes(actor, lane)));
  const script = () => runbookScript(app);
  const healthy = await compare({
    name: "all probes, everything well, against the runbook's script",
    rounds: rounds.healthy,
    goal: { text: "≤ 10", met: (ratio) => ratio <= 10 },
    baseline: script,
    ours: sweep,
  });
  await control("PUT", "/faults/clerk-managed/backend", { hang: true });
  try {
    const hanging = await compare({
      name: `all probes, Clerk's API hanging, against the runbook's script given up after ${patienceMs / 1_000} s`,
      rounds: rounds.hanging,
      goal: { text: "≤ 0.3: a verdict in 3 s", met: (ratio) => ratio <= 0.3 },
      baseline: script,
      ours: sweep,
    });
    return [healthy, hanging];
  } finally {
    await control("DELETE", "/faults/clerk-managed/backend");
  }
}

/** What the runbook's triage script asks, in its order: Clerk's page, Clerk's API, the app. */
async function runbookScript(app: string): Promise<void> {
  const { MANAGED_CLERK_STATUS_URL: page, MANAGED_CLERK_API_URL: api, MANAGED_CLERK_SECRET_KEY: key } = env();
  await curl(`${page}/api/v2/status.json`);
  await curl(`${api}/v1/users?limit=1`, { authorization: `Bearer ${key}` });
  await curl(app);
}

/** As curl does it: a connection of its own for each question, and an answer read to its end or not at all. */
function curl(url: string, headers: Record<string, string> = {}): Promise<number | null> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(patienceMs);
    const asked = request(url, { headers, agent: false, signal }, (answer) => {
      answer.on("error", () => resolve(null));
      answer.on("end", () => resolve(answer.statusCode ?? null));
      answer.resume();
    });
    asked.on("error", () => resolve(null));
    asked.end();
  });
}

/** The sandbox's switches, of the world that this runs in. */
function control(method: "PUT" | "DELETE", path: string, body?: unknown): Promise<void> {
  const { controlUrl } = JSON.parse(readFileSync(process.env.SALLYPORT_WORLD ?? "", "utf8")) as { controlUrl: string };
  return new Promise((resolve, reject) => {
    const asked = request(
      `${controlUrl}${path}`,
      { method, headers: { "content-type": "application/json" } },
      (answer) => {
        answer.resume();
        answer.on("end", resolve);
      },
    );
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
