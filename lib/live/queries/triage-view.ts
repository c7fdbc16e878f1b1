import "server-only";
import type { Actor, HumanActor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { readiness as breakGlassReadiness } from "@/lib/bypass/queries/readiness";
import { seconds } from "@/lib/core/duration";
import { Refused } from "@/lib/core/errors";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { listGroups } from "@/lib/deliveries/queries/list-groups";
import { findOpenIncident } from "@/lib/incidents/queries/find-open";
import { findCheckpoint } from "@/lib/record/queries/find-checkpoint";
import { listRaisedSignals } from "@/lib/signals/queries/list-raised";
import { listRecentDeliveries } from "@/lib/triage/queries/recent-deliveries";
import { listTapes } from "@/lib/triage/queries/series";
import { triage } from "@/lib/triage/queries/triage";
import { causeOf } from "@/lib/triage/rules/judge-deliveries";
import { readiness } from "@/lib/workers/queries/readiness";
import type { ReceiverLine, TriageView, VerdictLine } from "../shapes";
import { shared } from "./shared";

/** Shorter than a page's pause between two polls, so that every poll sees what is new since the last. */
const sharedForMs = seconds(1);

const sharedTriage = shared(sharedForMs, triage);
const sharedView = shared(sharedForMs, readView);

/** The whole triage page, without the chart. Everything is asked at once: it takes as long as its slowest part. */
export async function triageView(actor: HumanActor): Promise<TriageView> {
  return { ...(await sharedView(actor)), now: new Date().toISOString() };
}

/** The verdict in one line, for the frame of every other page. */
export async function verdictLine(actor: HumanActor): Promise<VerdictLine> {
  const { category, severity, since, observedAt } = await sharedTriage(actor);
  return { category, severity, since, observedAt };
}

async function readView(actor: HumanActor): Promise<Omit<TriageView, "now">> {
  const [seen, tapes, apps, signals, incident, receivers, breakGlass, { checks }, checkpoint] = await Promise.all([
    sharedTriage(actor),
    listTapes(actor),
    listApps(actor),
    listRaisedSignals(actor),
    findOpenIncident(actor),
    listReceivers(actor).catch((error: unknown) => (error instanceof Refused ? null : Promise.reject(error))),
    breakGlassReadiness(),
    readiness(),
    findCheckpoint(actor),
  ]);
  return {
    triage: seen,
    tapes,
    apps: apps.map(({ id, name }) => ({ id, name })),
    signals,
    incident,
    receivers,
    ready: {
      breakGlassArmed: breakGlass.armed,
      lastDrillAt: breakGlass.lastDrillAt,
      workerAlive: checks.worker,
      checkpoint: checkpoint && { size: checkpoint.size, at: checkpoint.at },
    },
  };
}

/** Every relying party: those that fail first, then by what is dead. */
async function listReceivers(actor: Actor): Promise<ReceiverLine[]> {
  const [groups, recent] = await Promise.all([
    listGroups(actor),
    onIdentityDatabase(() => listRecentDeliveries(actor)),
  ]);
  const lines = groups.map(({ id, name, webhookEnabled, dead, atLeast }): ReceiverLine => {
    const lately = recent.find(({ relyingPartyId }) => relyingPartyId === id);
    const { delivered = 0, failed = 0 } = lately ?? {};
    return { id, name, on: webhookEnabled, dead, atLeast, delivered, failed, cause: lately ? causeOf(lately) : null };
  });
  const failing = ({ cause }: ReceiverLine): number => (cause === null ? 0 : 1);
  return lines.toSorted((one, other) => failing(other) - failing(one) || other.dead - one.dead);
}
