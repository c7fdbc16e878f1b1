import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seconds } from "@/lib/core/duration";
import type { Result } from "@/lib/core/errors";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, newRef } from "../support/acts";
import { startChild } from "../support/children";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { mina, type Person } from "../support/people";
import { heldTurn, lookedLongAgo } from "../support/samples";

let own: OwnConsole;
let responder: Person;

beforeAll(async () => {
  process.env.PROBE_INTERVAL_SECONDS = "300";
  own = await enterOwnConsole();
  responder = await mina();
});
beforeEach(async () => {
  await own.owner.query("TRUNCATE worker_heartbeats, probe_lanes, probe_samples");
});
afterAll(() => own.close());

const press = async (): Promise<Result<unknown>> =>
  performRoutine(await responder.actor(), newRef(), { operation: "probe.now", input: {} });

const lanes = ["console_clerk", "neighbours", "render"] as const;
async function lookedSecondsAgo(ages: readonly number[]): Promise<void> {
  for (const [place, lane] of lanes.entries()) {
    await heldTurn(ownerOf(own), lane);
    await own.owner.query(
      `UPDATE probe_lanes SET taken_at = now() - make_interval(secs => $2::float8), due_at = now() + interval '5 minutes' WHERE lane = $1`,
      [lane, ages[place]],
    );
  }
}
const dueLanes = async (): Promise<string[]> =>
  (await own.owner.query("SELECT lane FROM probe_lanes WHERE due_at <= now() ORDER BY lane")).rows.map(
    ({ lane }) => lane,
  );

describe("probe.now", () => {
  it("says that no worker is alive, and makes nothing due", async () => {
    await lookedSecondsAgo([60, 60, 60]);
    expect(codeOf(await press())).toBe("worker_silent");
    await own.owner.query(
      "INSERT INTO worker_heartbeats (worker_id, beat_at) VALUES ('worker-long-gone', now() - interval '31 seconds')",
    );
    expect(codeOf(await press())).toBe("worker_silent");
    expect(await dueLanes()).toEqual([]);
  });

  it("makes every lane due at once", async () => {
    await lookedLongAgo(ownerOf(own));
    await lookedSecondsAgo([60, 60, 60]);
    expect(codeOf(await press())).toBe("ok");
    expect(await dueLanes()).toEqual([...lanes]);
  });

  it("spares a lane that was looked at just now, and looks there as soon as it may", async () => {
    await lookedLongAgo(ownerOf(own));
    await lookedSecondsAgo([60, 1, 60]);
    expect(codeOf(await press())).toBe("ok");
    expect(await dueLanes()).toEqual(["console_clerk", "render"]);
    const [soon] = (
      await own.owner.query(
        "SELECT due_at <= now() + interval '4 seconds' AS soon FROM probe_lanes WHERE lane = 'neighbours'",
      )
    ).rows;
    expect(soon.soon).toBe(true);
  });

  it("says how long to wait when everything was looked at just now, and records the refusal", async () => {
    await lookedLongAgo(ownerOf(own));
    const began = performance.now();
    await lookedSecondsAgo([1, 0, 0]);
    const pressed = await press();
    const gone = (performance.now() - began) / seconds(1);
    expect(pressed).toMatchObject({ ok: false, refusal: { code: "looked_just_now" } });
    const { retryAfterSeconds } = pressed.ok ? {} : (pressed.refusal.facts as { retryAfterSeconds: number });
    expect(retryAfterSeconds).toBeLessThanOrEqual(4);
    expect(retryAfterSeconds).toBeGreaterThanOrEqual(Math.ceil(4 - gone));
  });

  it("has the one worker that looks anyway look within a second or two, and no other", {
    timeout: 60_000,
  }, async () => {
    const workers = [0, 1].map(() => startChild("worker.ts", [], { ...own.env, PROBE_INTERVAL_SECONDS: "300" }));
    try {
      const before = await untilLooked(0);
      await own.owner.query("UPDATE probe_lanes SET taken_at = taken_at - interval '1 hour'");
      expect(codeOf(await press())).toBe("ok");
      const after = await untilLooked(before.looks);
      expect(after.looks).toBe(before.looks + 1);
      expect(after.workers).toBe(1);
    } finally {
      await Promise.all(workers.map((worker) => worker.kill()));
    }
  });
});

type Looked = { looks: number; workers: number };

/** Waits until the neighbours were looked at more often than that. */
async function untilLooked(times: number): Promise<Looked> {
  const deadline = Date.now() + seconds(60);
  for (;;) {
    const { rows } = await own.owner.query<Looked>(
      "SELECT count(*)::int AS looks, count(DISTINCT sampled_by)::int AS workers FROM probe_samples WHERE probe = 'idp_up'",
    );
    const [looked = { looks: 0, workers: 0 }] = rows;
    if (looked.looks > times) return looked;
    if (Date.now() > deadline) throw new Error("nobody looked");
    await pause(50);
  }
}
