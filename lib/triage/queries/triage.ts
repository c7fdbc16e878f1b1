import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { minutes, seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { listRaisedSignals } from "@/lib/signals/queries/list-raised";
import { secondsSinceBeat } from "@/lib/workers/queries/worker-health";
import { contradictionsOf } from "../rules/contradictions";
import { judgeWorker } from "../rules/judge-worker";
import { neverLooked, type Sampled, type Settled, settle } from "../rules/settle";
import { signalStates } from "../rules/signals";
import { remedies, verdictOf } from "../rules/verdict";
import { type ProbeName, probeKinds, type Triage } from "../shapes";
import { ageOfFirst } from "./age-of-first";
import { findOverride } from "./find-override";

/** Looks enough for two to agree, and for a while of coming and going. */
const looksKept = 12;

type Row = Sampled & { probe: ProbeName };

/** What is wrong, how badly, since when and how sure that is, by the worker's samples and database time. */
export async function triage(actor: Actor): Promise<Triage> {
  const intervalMs = env().PROBE_INTERVAL_SECONDS * seconds(1);
  const rows = await listRecent(Math.max(minutes(5), looksKept * intervalMs));
  const [nowMs, override, silentSeconds] = await Promise.all([databaseNow(), findOverride(actor), secondsSinceBeat()]);
  const sampled = await Promise.all(namesIn(rows).map((probe) => stateOf(probe, rows, intervalMs)));
  const states = [...sampled, judgeWorker(silentSeconds), ...signalStates(await listRaisedSignals(actor))];
  const measured = verdictOf(states, nowMs);
  const { category, severity } = override ?? measured;
  const instant = (ageMs: number): string => new Date(nowMs - ageMs).toISOString();
  const looked = rows.map(({ ageMs }) => ageMs);
  return {
    observedAt: looked.length > 0 ? instant(Math.min(...looked)) : null,
    category,
    severity,
    confidence: measured.confidence,
    since: measured.for.length > 0 ? instant(measured.forMs) : null,
    for: measured.for,
    against: measured.against,
    evidence: states.map((state) => evidenceOf(state, instant)),
    also: measured.also.map((each) => ({
      category: each.category,
      severity: each.severity,
      since: instant(each.forMs),
    })),
    override: override && { ...override, measured: { category: measured.category, severity: measured.severity } },
    contradictions: contradictionsOf({ states, measured, overridden: override?.severity ?? null, nowMs }),
    suspectedDeploy: measured.suspected[0]?.deploy ?? null,
    suspectedDeploys: measured.suspected.map(({ forMs, ...each }) => ({ ...each, since: instant(forMs) })),
    recommended: override ? (remedies[category] ?? []) : measured.recommended,
  };
}

const evidenceOf = (
  { probe, status, latencyMs, detail, ageMs, value }: Settled,
  instant: (ageMs: number) => string,
): Triage["evidence"][number] => ({
  probe,
  status,
  latencyMs,
  observedAt: detail === "never_looked" ? null : instant(ageMs),
  detail,
  value,
});

/** What need not have been sampled: there is one for each app, or none at all. */
const notAwaited: ReadonlySet<string> = new Set(["app", "render", "worker", "signal"]);

/** Every probe that has something to say, and those that should have. */
function namesIn(rows: readonly Row[]): ProbeName[] {
  const seen = new Set(rows.map(({ probe }) => probe));
  const silent = probeKinds.filter((kind) => !notAwaited.has(kind) && !seen.has(kind));
  return [...silent, ...seen].toSorted();
}

async function stateOf(probe: ProbeName, rows: readonly Row[], intervalMs: number): Promise<Settled> {
  const samples = rows.filter((row) => row.probe === probe);
  const state = settle(probe, samples, intervalMs);
  if (!state) return neverLooked(probe);
  const outlastsTheWindow = state.status !== "ok" && state.forMs === samples.at(-1)?.ageMs;
  return outlastsTheWindow ? { ...state, forMs: (await ageOfFirst(state)) ?? state.forMs } : state;
}

/** Newest first. */
async function listRecent(windowMs: number): Promise<Row[]> {
  return consoleDb().$queryRaw<Row[]>`
    SELECT probe, status, detail, latency_ms AS "latencyMs", value,
           greatest(extract(epoch FROM now() - sampled_at) * 1000, 0)::float8 AS "ageMs"
      FROM probe_samples
     WHERE sampled_at > now() - make_interval(secs => ${windowMs / seconds(1)}) AND sampled_at <= now()
     ORDER BY sampled_at DESC, id DESC`;
}

async function databaseNow(): Promise<number> {
  const [row] = await consoleDb().$queryRaw<{ now: Date }[]>`SELECT now()`;
  return row?.now.getTime() ?? Date.now();
}
