import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { performRoutine } from "@/lib/operations/perform/routine";
import { listSeries, listTapes } from "@/lib/triage/queries/series";
import type { ProbeName } from "@/lib/triage/shapes";
import { codeOf, newRef } from "../support/acts";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { heldTurn, samplesOf } from "../support/samples";

let own: OwnConsole;
const worker = systemActor();

beforeAll(async () => {
  own = await enterOwnConsole();
});
beforeEach(async () => {
  await own.owner.query("TRUNCATE probe_samples, probe_minutes, probe_hours, probe_roll_ups, probe_lanes");
});
afterAll(() => own.close());

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

async function rollUp(): Promise<void> {
  expect(codeOf(await performRoutine(worker, newRef(), { operation: "probe.roll-up", input: {} }))).toBe("ok");
}

/** Until nothing is left to do. */
async function rollAllUp(): Promise<void> {
  for (let before = ""; before !== (before = await reach()); ) await rollUp();
}
const reach = async () =>
  JSON.stringify((await own.owner.query("SELECT span, done_until FROM probe_roll_ups ORDER BY span")).rows);

type Kept = { ok: number; degraded: number; down: number; unknown: number; latency_ms: number | null; means: unknown };
const kept = async (span: "minutes" | "hours", probe: ProbeName = "outbox"): Promise<Kept[]> =>
  (
    await own.owner.query<Kept>(
      `SELECT ok, degraded, down, unknown, latency_ms, means FROM probe_${span} WHERE probe = $1 ORDER BY at`,
      [probe],
    )
  ).rows;
const looks = (rows: readonly Kept[]): number =>
  rows.reduce((sum, { ok, degraded, down, unknown }) => sum + ok + degraded + down + unknown, 0);
const samples = async (): Promise<number> =>
  Number((await own.owner.query("SELECT count(*) FROM probe_samples")).rows[0].count);

describe("probe.roll-up", () => {
  it("makes minutes of samples and hours of minutes, and leaves alone what is not finished", async () => {
    await samplesOf(ownerOf(own), "outbox", [
      { status: "ok", from: 3 * hour, until: 0, value: { dead: 10, failing: ["12"], behind: null } },
      { status: "down", from: 3 * hour - 7, until: 0, every: 60, latencyMs: 2_500, value: { dead: 40 } },
    ]);
    await rollAllUp();
    const [minutes, hours] = [await kept("minutes"), await kept("hours")];
    expect(minutes.length).toBeGreaterThanOrEqual(179);
    expect(minutes.length).toBeLessThanOrEqual(181);
    expect(hours.length === 2 || hours.length === 3).toBe(true);
    // Four looks a minute answer in 20 ms, and one takes 2.5 s: (4 × 20 + 2500) / 5, and 10 and 40 alike.
    expect(minutes[10]).toEqual({ ok: 4, degraded: 0, down: 1, unknown: 0, latency_ms: 516, means: { dead: 16 } });
    expect(hours[1]).toEqual({ ok: 240, degraded: 0, down: 60, unknown: 0, latency_ms: 516, means: { dead: 16 } });
    expect(looks(minutes)).toBeLessThan(await samples());
  });

  it("doubles nothing when it is done again, or by two workers at once", async () => {
    await samplesOf(ownerOf(own), "outbox", [{ status: "ok", from: 20 * minute, until: 3 * minute }]);
    await Promise.all(Array.from({ length: 6 }, rollUp));
    const once = await kept("minutes");
    expect(looks(once)).toBe(await samples());
    // As after a crash between the rows and how far it came.
    await own.owner.query("UPDATE probe_roll_ups SET done_until = done_until - interval '10 minutes'");
    await rollAllUp();
    expect(await kept("minutes")).toEqual(once);
  });

  it("waits for what is being written down while it begins", async () => {
    await heldTurn(ownerOf(own), "neighbours");
    const writer = await own.owner.connect();
    await writer.query("BEGIN");
    await writer.query("UPDATE probe_lanes SET due_at = due_at WHERE lane = 'neighbours'");
    await writer.query(
      "INSERT INTO probe_samples (probe, status, sampled_at, sampled_by) VALUES ('outbox', 'down', now() - interval '5 minutes', 'w')",
    );
    const rolling = rollUp();
    await Promise.race([rolling, untilSomebodyWaits()]);
    await writer.query("COMMIT");
    writer.release();
    await rolling;
    expect(looks(await kept("minutes"))).toBe(1);
  });

  it("counts what comes late", async () => {
    await samplesOf(ownerOf(own), "outbox", [{ status: "ok", from: 3 * hour, until: 0 }]);
    await rollAllUp();
    const turn = await heldTurn(ownerOf(own), "neighbours");
    await own.owner.query("UPDATE probe_lanes SET taken_at = now() - interval '130 minutes'");
    const readings = [{ probe: "outbox", status: "down", latencyMs: 1, detail: "timed_out", value: null }];
    const late = { lane: "neighbours", turn, readings };
    expect(codeOf(await performRoutine(worker, newRef(), { operation: "probe.sample", input: late }))).toBe("ok");
    await rollAllUp();
    for (const span of ["minutes", "hours"] as const)
      expect((await kept(span)).reduce((sum, { down }) => sum + down, 0)).toBe(1);
  });

  it("knowingly leaves out what comes half a day late: the rest of its minute may be gone", async () => {
    await samplesOf(ownerOf(own), "outbox", [{ status: "ok", from: 14 * hour, until: 13 * hour }]);
    await rollAllUp();
    const before = await reach();
    const turn = await heldTurn(ownerOf(own), "neighbours");
    await own.owner.query("UPDATE probe_lanes SET taken_at = now() - interval '13 hours 30 minutes'");
    const readings = [{ probe: "outbox", status: "down", latencyMs: 1, detail: "timed_out", value: null }];
    await performRoutine(worker, newRef(), {
      operation: "probe.sample",
      input: { lane: "neighbours", turn, readings },
    });
    expect(await reach()).toBe(before);
  });

  it("forgets samples after a day, minutes after thirty and hours after four hundred, and nothing before it is rolled up", async () => {
    await samplesOf(ownerOf(own), "outbox", [{ status: "ok", from: day + 130 * minute, until: day - 10 * minute }]);
    const all = await samples();
    await rollUp();
    expect(await samples()).toBe(all);
    await rollAllUp();
    await rollUp();
    const left = await own.owner.query(
      "SELECT min(sampled_at) > now() - interval '24 hours 1 minute' AS young FROM probe_samples",
    );
    expect(left.rows[0].young).toBe(true);
    expect(await samples()).toBeLessThan(all);
    expect(looks(await kept("minutes"))).toBe(all);
    await own.owner.query(
      `INSERT INTO probe_minutes SELECT 'clock', now() - interval '31 days', 1, 0, 0, 0, 1, '{}'::jsonb
        UNION ALL SELECT 'clock', now() - interval '29 days', 1, 0, 0, 0, 1, '{}'::jsonb`,
    );
    await own.owner.query(
      `INSERT INTO probe_hours SELECT 'clock', now() - interval '401 days', 1, 0, 0, 0, 1, '{}'::jsonb
        UNION ALL SELECT 'clock', now() - interval '399 days', 1, 0, 0, 0, 1, '{}'::jsonb`,
    );
    await rollUp();
    expect([(await kept("minutes", "clock")).length, (await kept("hours", "clock")).length]).toEqual([1, 1]);
  });

  it("forgets a bounded number at once", async () => {
    await own.owner.query(
      `INSERT INTO probe_hours SELECT 'clock', now() - interval '401 days' - n * interval '1 minute', 1, 0, 0, 0, 1, '{}'
         FROM generate_series(1, 5001) AS n`,
    );
    await rollUp();
    expect(await kept("hours", "clock")).toHaveLength(1);
  });
});

async function untilSomebodyWaits(): Promise<void> {
  const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  while ((await own.owner.query(waiting)).rowCount === 0) await pause(20);
}

describe("series and tapes", () => {
  it("tell the same of the same time, rolled up or not, and count nothing twice", async () => {
    await samplesOf(ownerOf(own), "outbox", [
      { status: "ok", from: 5 * hour, until: 0, value: { dead: 3 } },
      { status: "unknown", from: 40 * minute, until: 38 * minute },
    ]);
    const asked = { probe: "outbox", fromMinutesAgo: 240, buckets: 48 } as const;
    const [before, tapes] = [await listSeries(worker, asked), await listTapes(worker)];
    await rollAllUp();
    const after = await listSeries(worker, asked);
    // The last stretch goes on, and the first begins later when the clock has passed a border meanwhile.
    const known = new Map(before.map((point) => [point.at, point]));
    const both = after.filter(({ at }) => known.has(at)).slice(0, -1);
    expect(both.length).toBeGreaterThan(45);
    for (const point of both) expect(point).toEqual(known.get(point.at));
    expect((await listTapes(worker)).outbox?.filter((worst) => worst === "unknown")).toHaveLength(
      tapes.outbox?.filter((worst) => worst === "unknown").length ?? -1,
    );
  });

  it("reach back as far as anything is kept", async () => {
    await own.owner.query(
      `INSERT INTO probe_hours SELECT 'outbox', date_trunc('hour', now()) - interval '90 days', 10, 0, 2, 0, 30, '{"dead": 7}'`,
    );
    await own.owner.query("INSERT INTO probe_roll_ups VALUES ('hour', now()), ('minute', now())");
    const series = await listSeries(worker, { probe: "outbox", fromMinutesAgo: 100 * 24 * 60, buckets: 100 });
    expect(series.filter(({ worst }) => worst !== null)).toMatchObject([
      { worst: "down", samples: 12, latencyMs: 30, values: { dead: 7 } },
    ]);
  });
});
