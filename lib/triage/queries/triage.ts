import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { minutes, seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { type Sampled, type Settled, settle } from "../rules/settle";
import { suspectedDeploy } from "../rules/suspected-deploy";
import { verdictOf } from "../rules/verdict";
import { type ProbeName, probeKinds, type Triage } from "../shapes";

/** Looks enough for two to agree, and for a while of coming and going. */
const looksKept = 12;

type Row = Sampled & { probe: ProbeName };

/** What is wrong, how badly, since when and how sure that is, by the worker's samples and database time. */
export async function triage(_actor: Actor): Promise<Triage> {
  const intervalMs = env().PROBE_INTERVAL_SECONDS * seconds(1);
  const rows = await listRecent(Math.max(minutes(5), looksKept * intervalMs));
  const nowMs = await databaseNow();
  const states = await Promise.all(namesIn(rows).map((probe) => stateOf(probe, rows, intervalMs)));
  const { category, severity, confidence, forMs, also, recommended, ...evidence } = verdictOf(states, nowMs);
  const instant = (ageMs: number): string => new Date(nowMs - ageMs).toISOString();
  const looked = rows.map(({ ageMs }) => ageMs);
  return {
    observedAt: looked.length > 0 ? instant(Math.min(...looked)) : null,
    category,
    severity,
    confidence,
    since: evidence.for.length > 0 ? instant(forMs) : null,
    for: evidence.for,
    against: evidence.against,
    evidence: states.map(({ probe, status, latencyMs, detail, ageMs, value }) => ({
      probe,
      status,
      latencyMs,
      observedAt: detail === "never_looked" ? null : instant(ageMs),
      detail,
      value,
    })),
    also: also.map((each) => ({ category: each.category, severity: each.severity, since: instant(each.forMs) })),
    suspectedDeploy: suspectedDeploy(states, nowMs)?.deploy ?? null,
    recommended,
  };
}

const perApp: ReadonlySet<string> = new Set(["app", "render"]);

/** Every probe that has something to say, and those that should have. */
function namesIn(rows: readonly Row[]): ProbeName[] {
  const seen = new Set(rows.map(({ probe }) => probe));
  const silent = probeKinds.filter((kind) => !perApp.has(kind) && !seen.has(kind));
  return [...silent, ...seen].toSorted();
}

async function stateOf(probe: ProbeName, rows: readonly Row[], intervalMs: number): Promise<Settled> {
  const samples = rows.filter((row) => row.probe === probe);
  const state = settle(probe, samples, intervalMs);
  if (!state) return never(probe);
  const outlastsTheWindow = state.status !== "ok" && state.forMs === samples.at(-1)?.ageMs;
  return outlastsTheWindow ? { ...state, forMs: (await firstSeen(state)) ?? state.forMs } : state;
}

const never = (probe: ProbeName): Settled => ({
  probe,
  status: "unknown",
  detail: "never_looked",
  latencyMs: null,
  value: null,
  ageMs: 0,
  forMs: 0,
});

/** Newest first. */
async function listRecent(windowMs: number): Promise<Row[]> {
  return consoleDb().$queryRaw<Row[]>`
    SELECT probe, status, detail, latency_ms AS "latencyMs", value,
           greatest(extract(epoch FROM now() - sampled_at) * 1000, 0)::float8 AS "ageMs"
      FROM probe_samples
     WHERE sampled_at > now() - make_interval(secs => ${windowMs / seconds(1)}) AND sampled_at <= now()
     ORDER BY sampled_at DESC, id DESC`;
}

/** Age of the first sample of a state that began before the window. */
async function firstSeen({ probe, status }: Settled): Promise<number | null> {
  const [first] = await consoleDb().$queryRaw<{ ageMs: number | null }[]>`
    SELECT (extract(epoch FROM now() - min(sampled_at)) * 1000)::float8 AS "ageMs" FROM probe_samples
     WHERE probe = ${probe} AND sampled_at > coalesce((
             SELECT max(sampled_at) FROM probe_samples WHERE probe = ${probe} AND status <> ${status}), '-infinity')`;
  return first?.ageMs ?? null;
}

async function databaseNow(): Promise<number> {
  const [row] = await consoleDb().$queryRaw<{ now: Date }[]>`SELECT now()`;
  return row?.now.getTime() ?? Date.now();
}
