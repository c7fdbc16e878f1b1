import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { seconds } from "@/lib/core/duration";
import { settled } from "@/lib/core/errors";
import { sessionLifetime } from "@/lib/sessions/queries/outlook";
import { listRevocations } from "@/lib/sessions/queries/progress";
import { triage } from "@/lib/triage/queries/triage";
import type { SessionChecks, SessionsView } from "../shapes";
import { shared } from "./shared";

const newest = 20;

/** The revocations that go on, and the latest that are over. */
export async function sessionsView(actor: HumanActor): Promise<SessionsView> {
  return { now: new Date().toISOString(), revocations: await listRevocations(actor, newest) };
}

/** Some twenty calls to Clerk: once in a while for everybody. */
const sharedLifetime = shared(seconds(60), sessionLifetime);

/** What is worth a look before anybody is signed out: what is measured, and how long sessions live. */
export async function sessionChecks(actor: HumanActor): Promise<SessionChecks> {
  const [seen, lifetime] = await Promise.all([triage(actor), settled(() => sharedLifetime(actor))]);
  const clock = seen.evidence.find(({ probe }) => probe === "clock");
  const apps = seen.evidence.filter(({ probe, status }) => probe.startsWith("app/") && status !== "ok");
  return {
    category: seen.category,
    clock: { status: clock?.status ?? "unknown", skewMs: Number(clock?.value?.skewMs ?? Number.NaN) || 0 },
    apps: apps.map(({ probe, status }) => ({ app: probe.slice("app/".length), status })),
    lifetime: lifetime.ok && lifetime.value.ok ? lifetime.value.value : null,
  };
}
