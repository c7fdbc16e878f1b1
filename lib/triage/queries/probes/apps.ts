import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { readAppHealth } from "@/lib/connectors/apps/read-health";
import { judgeApp } from "../../rules/judge-app";
import type { Reading } from "../../shapes";
import { deadlineMs, look } from "./look";

/** Each app that customers sign in to, by what it says of itself. The identity provider is looked at by itself. */
export async function probeApps(actor: SystemActor): Promise<Reading[]> {
  const apps = (await listApps(actor)).filter(({ role }) => role === "app");
  return Promise.all(apps.map(({ id, healthUrl }) => probeApp(id, healthUrl)));
}

async function probeApp(id: string, healthUrl: string | null): Promise<Reading> {
  const probe = `app/${id}` as const;
  if (!healthUrl) return { probe, status: "unknown", latencyMs: null, detail: "no_health_address", value: null };
  return look(
    probe,
    () => readAppHealth(healthUrl, deadlineMs),
    (health) => ({ ...judgeApp(health), value: health }),
  );
}
