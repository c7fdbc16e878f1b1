import { randomUUID } from "node:crypto";
import type { ProbeLane, ProbeName, ProbeStatus } from "@/lib/triage/shapes";
import type { Query } from "./reviews";

/** A time of the past in which a probe always said the same: from so many seconds ago until so many, a sample every fifteen. */
export type Past = {
  status: ProbeStatus;
  from: number;
  until: number;
  every?: number;
  detail?: string;
  latencyMs?: number;
  value?: Record<string, unknown>;
};

/** Replaces what the probe of the console Clerk has seen. */
export async function seenOfClerk(query: Query, pasts: readonly Past[]): Promise<void> {
  await query("DELETE FROM probe_samples WHERE probe = 'console_clerk'", []);
  await samplesOf(query, "console_clerk", pasts);
}

/** Adds to what a probe has seen. Ages are of database time, so nobody has to wait. */
export async function samplesOf(query: Query, probe: ProbeName, pasts: readonly Past[]): Promise<void> {
  for (const { status, from, until, every = 15, detail = null, latencyMs = 20, value = null } of pasts)
    await query(
      `INSERT INTO probe_samples (probe, status, latency_ms, detail, value, sampled_at, sampled_by)
       SELECT $1, $2, $3, $4, $5, now() - make_interval(secs => age::float8), 'worker-of-a-test'
         FROM generate_series($6::numeric, $7::numeric, -$8::numeric) AS age`,
      [probe, status, latencyMs, detail, value, from, until, every],
    );
}

/** A turn that is ours to write down. */
export async function heldTurn(query: Query, lane: ProbeLane = "console_clerk"): Promise<string> {
  const turn = randomUUID();
  await query(
    `INSERT INTO probe_lanes (lane, holder, turn, taken_at, due_at) VALUES ($2, 'worker-of-a-test', $1, now(), now())
     ON CONFLICT (lane) DO UPDATE SET turn = excluded.turn, taken_at = excluded.taken_at`,
    [turn, lane],
  );
  return turn;
}

export const failed = {
  probe: "console_clerk",
  status: "down",
  latencyMs: 2_000,
  detail: "handshake_timed_out",
  value: null,
};
export const answered = { probe: "console_clerk", status: "ok", latencyMs: 20, detail: null, value: null };

/** The moment in which one more failure makes a minute of it. */
export async function turnThatOpens(query: Query): Promise<Record<string, unknown>> {
  await seenOfClerk(query, [{ status: "down", from: 60.5, until: 5.5, every: 5 }]);
  return { lane: "console_clerk", turn: await heldTurn(query), readings: [failed] };
}

/** A worker that is alive, and whose last looks are so long ago that new ones may be asked for. */
export async function lookedLongAgo(query: Query): Promise<void> {
  await query(
    "INSERT INTO worker_heartbeats (worker_id) VALUES ('worker-of-a-test') ON CONFLICT (worker_id) DO UPDATE SET beat_at = now()",
    [],
  );
  await query("UPDATE probe_lanes SET taken_at = taken_at - interval '1 hour'", []);
}
