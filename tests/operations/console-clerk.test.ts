import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { shellView } from "@/lib/live/queries/views";
import { performRoutine } from "@/lib/operations/perform/routine";
import { consoleClerk } from "@/lib/triage/queries/console-clerk";
import { probeConsoleClerk } from "@/lib/triage/queries/probes/console-clerk";
import { codeOf, newRef } from "../support/acts";
import { type Child, startChild } from "../support/children";
import { control, type Fault } from "../support/control";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { type PartialClerk, startPartialClerk } from "../support/partial-clerk";
import { mina } from "../support/people";
import { recorded, recordedKinds } from "../support/record";
import { answered, failed, heldTurn, seenOfClerk, turnThatOpens } from "../support/samples";
import { world } from "../support/world";

let own: OwnConsole;
let clerk: PartialClerk;
const worker = systemActor();
const query = async <Row>(sql: string, values: unknown[] = []) => (await own.owner.query(sql, values)).rows as Row[];

beforeAll(async () => {
  clerk = await startPartialClerk(world().env.product.CLERK_FAPI_URL ?? "");
  Object.assign(process.env, { CLERK_FAPI_URL: clerk.url, CLERK_API_URL: clerk.url });
  own = await enterOwnConsole();
});
afterAll(async () => {
  await own.close();
  await clerk.close();
});

const sample = (input: Record<string, unknown>, ref = newRef()) =>
  performRoutine(worker, ref, { operation: "probe.sample", input });

describe("C-07: the probe of the console Clerk sees what a person meets who signs in,", () => {
  afterEach(async () => {
    clerk.revive();
    await control.clearFault("clerk-console");
  });
  const seen = async () => {
    const { status, detail, latencyMs } = await probeConsoleClerk(worker);
    expect(latencyMs).toBeLessThan(2_500);
    return [status, detail];
  };

  it("and that all of it answers", async () => {
    expect(await seen()).toEqual(["ok", null]);
  });

  it("although the key set is up and the handshake is dead", async () => {
    clerk.kill("/v1/client/handshake", 500);
    expect((await fetch(`${clerk.url}/.well-known/jwks.json`)).status).toBe(200);
    expect(await seen()).toEqual(["down", "handshake_unexpected_answer"]);
  });

  it("although pages load and who is what can't be asked", async () => {
    clerk.kill("/v1/instance", 503);
    expect(await seen()).toEqual(["down", "backend_unexpected_answer"]);
  });

  it("although the handshake leads away from us", async () => {
    clerk.kill("/v1/client/handshake", 302);
    expect(await seen()).toEqual(["down", "handshake_unexpected_answer"]);
  });

  it("and a probe that has to wait too long has seen a failure", async () => {
    clerk.kill("/v1/client/handshake", "hangs");
    expect(await seen()).toEqual(["down", "handshake_timed_out"]);
  });

  it("while a no to our own key is said as that, and is no outage", async () => {
    clerk.kill("/v1/instance", 401);
    expect(await seen()).toEqual(["degraded", "backend_refused"]);
  });

  const ways: [string, Fault, string][] = [
    ["a dead host", { outage: true }, "environment_unreachable"],
    ["503", { status: 503 }, "environment_unexpected_answer"],
    ["429 for everybody", { rateLimit: true }, "environment_rate_limited"],
    ["silence", { hang: true }, "environment_timed_out"],
    ["a redirect to somebody else", { malformed: "redirect" }, "environment_unexpected_answer"],
    ["a proxy's page", { malformed: "html" }, "environment_unexpected_answer"],
    ["half a JSON", { malformed: true }, "environment_unexpected_answer"],
  ];
  it.each(ways)("and all of it gone: %s", async (_what, fault, detail) => {
    await control.setFault("clerk-console", fault);
    expect(await seen()).toEqual(["down", detail]);
  });

  it("and hands nobody's session to anybody: it reads, with the console's own key, and nothing else", async () => {
    clerk.asked.length = 0;
    await seen();
    expect(clerk.asked.map(({ method }) => method)).toEqual(["GET", "GET", "GET"]);
    for (const { headers } of clerk.asked) {
      expect("authorization" in headers || "clerk-secret-key" in headers).toBe(true);
      expect(headers.cookie).toBeUndefined();
    }
  });
});

describe("what the samples say of the console Clerk, by database time:", () => {
  const state = async () => {
    const { state: now, forSeconds, workerSilent } = await consoleClerk();
    return [now, forSeconds, workerSilent];
  };

  it("nothing, when nobody ever looked", async () => {
    await seenOfClerk(query, []);
    expect(await consoleClerk()).toEqual({
      state: "unknown",
      since: null,
      forSeconds: 0,
      lastSampleAt: null,
      detail: null,
      workerSilent: true,
    });
  });

  it("failing, since the first sample that says so", async () => {
    await seenOfClerk(query, [
      { status: "ok", from: 300, until: 90 },
      { status: "down", from: 75, until: 0, every: 5, detail: "handshake_timed_out" },
    ]);
    const now = await consoleClerk();
    expect(now).toMatchObject({ state: "failing", forSeconds: 75, detail: "handshake_timed_out", workerSilent: false });
    const [row] = await query<{ at: string }>("SELECT min(sampled_at) AS at FROM probe_samples WHERE status = 'down'");
    expect(now.since).toEqual(new Date(row?.at ?? 0));
  });

  it("for hours, too", async () => {
    await seenOfClerk(query, [
      { status: "ok", from: 20_000, until: 15_000, every: 500 },
      { status: "down", from: 14_400, until: 0, every: 5 },
    ]);
    expect(await state()).toEqual(["failing", 14_400, false]);
    await seenOfClerk(query, [{ status: "ok", from: 14_400, until: 0 }]);
    expect(await state()).toEqual(["answering", 14_400, false]);
  });

  it("one good sample begins anew, and a silence does as well", async () => {
    await seenOfClerk(query, [
      { status: "down", from: 75, until: 30, every: 5 },
      { status: "ok", from: 25, until: 25 },
      { status: "down", from: 20, until: 0, every: 5 },
    ]);
    expect(await state()).toEqual(["failing", 20, false]);
    await seenOfClerk(query, [
      { status: "ok", from: 700, until: 205 },
      { status: "ok", from: 150, until: 0 },
    ]);
    expect(await state()).toEqual(["answering", 150, false]);
  });

  it("nothing, while the worker is silent, whatever it saw last", async () => {
    await seenOfClerk(query, [{ status: "down", from: 601, until: 46, every: 5 }]);
    expect(await state()).toEqual(["unknown", 46, true]);
    await seenOfClerk(query, [{ status: "ok", from: 7_200, until: 3_600, every: 100 }]);
    expect(await state()).toEqual(["unknown", 3_600, true]);
    await seenOfClerk(query, [{ status: "unknown", from: 30, until: 0 }]);
    expect(await state()).toEqual(["unknown", 30, false]);
  });

  it("and everybody reads since when, though Clerk's pages load", async () => {
    const actor = await (await mina()).actor();
    const past = { status: "down", from: 75, until: 0, every: 5 } as const;
    await seenOfClerk(query, [{ ...past, detail: "handshake_timed_out" }]);
    const since = (await consoleClerk()).since?.toISOString();
    expect(await shellView(actor, true)).toMatchObject({ clerkAnswers: false, clerkFailingSince: since });
    // What a process sees by itself it sees sooner than the samples do: also that it is over.
    await seenOfClerk(query, [{ ...past, detail: "environment_unreachable" }]);
    expect(await shellView(actor, true)).toMatchObject({ clerkAnswers: true });
    await seenOfClerk(query, [{ status: "ok", from: 75, until: 0 }]);
    expect(await shellView(actor, false)).toMatchObject({ clerkAnswers: false, clerkFailingSince: null });
  });
});

describe("probe.sample", () => {
  beforeEach(() => query("TRUNCATE probe_samples, probe_lanes"));

  it("dates what was seen to the beginning of its turn, and looks again sooner after a failure", async () => {
    const turn = await heldTurn(query);
    await query("UPDATE probe_lanes SET taken_at = now() - interval '2 seconds'");
    expect(codeOf(await sample({ lane: "console_clerk", turn, readings: [failed] }))).toBe("ok");
    const [row] = await query<{ same: boolean; next: number }>(
      "SELECT sampled_at = taken_at AS same, extract(epoch FROM due_at - taken_at)::float8 AS next FROM probe_samples, probe_lanes",
    );
    expect(row).toEqual({ same: true, next: 5 });
    await sample({ lane: "console_clerk", turn, readings: [answered] });
    const [healthy] = await query("SELECT extract(epoch FROM due_at - taken_at)::float8 AS next FROM probe_lanes");
    expect(healthy).toEqual({ next: 15 });
  });

  it("keeps nothing of a turn that another worker has taken over", async () => {
    const late = await heldTurn(query);
    await heldTurn(query);
    const ref = newRef();
    expect(codeOf(await sample({ lane: "console_clerk", turn: late, readings: [failed] }, ref))).toBe("ok");
    expect(await query("SELECT 1 FROM probe_samples")).toEqual([]);
    expect(await recordedKinds(own.owner, ref)).toEqual([]);
  });

  it("is in the record when a minute of failing is full, and when that is over, and not in between", async () => {
    const facts = async (input: Record<string, unknown>) => {
      const ref = newRef();
      expect(codeOf(await sample(input, ref))).toBe("ok");
      return (await recorded(own.owner, ref)).map((row) => row.facts);
    };
    const again = async (reading: object) =>
      facts({ lane: "console_clerk", turn: await heldTurn(query), readings: [reading] });
    expect(await facts(await turnThatOpens(query))).toEqual([{ consoleClerk: "down", detail: "handshake_timed_out" }]);
    expect(await again(failed)).toEqual([]);
    expect(await again(answered)).toEqual([{ consoleClerk: "no_longer_down", detail: null }]);
    expect(await again(failed)).toEqual([]);
    expect(await again(answered)).toEqual([]);
  });
});

describe("of two workers", () => {
  const children: Child[] = [];
  afterEach(() => Promise.all(children.splice(0).map((child) => child.kill())));

  const until = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> => {
    for (;;) {
      const rows = await query<Row>(sql, values);
      if (rows.length > 0) return rows;
      await pause(50);
    }
  };

  it("one looks, once an interval, and the other takes over when it dies", { timeout: 90_000 }, async () => {
    await query("TRUNCATE probe_samples, probe_lanes, worker_heartbeats");
    const env = { ...own.env, PROBE_INTERVAL_SECONDS: "1" };
    const workers = [startChild("worker.ts", [], env), startChild("worker.ts", [], env)];
    children.push(...workers);
    await until("SELECT 1 FROM worker_heartbeats HAVING count(*) = 2");
    await until("SELECT 1 FROM probe_samples WHERE probe = 'console_clerk' HAVING count(*) >= 5");
    const [first] = await query<{ eyes: number; closest: number; holder: string }>(
      `SELECT count(DISTINCT sampled_by)::int AS eyes, min(sampled_by) AS holder, min(apart)::float8 AS closest FROM
         (SELECT sampled_by, extract(epoch FROM sampled_at - lag(sampled_at) OVER (ORDER BY sampled_at)) AS apart FROM probe_samples
           WHERE probe = 'console_clerk') AS each`,
    );
    expect(first?.eyes).toBe(1);
    expect(first?.closest).toBeGreaterThanOrEqual(0.5);
    const pid = /-(\d+)-[0-9a-f]{8}$/.exec(first?.holder ?? "")?.[1];
    await workers.find((child) => String(child.pid) === pid)?.kill();
    await until("SELECT 1 FROM probe_samples WHERE probe = 'console_clerk' AND sampled_by <> $1 LIMIT 1", [
      first?.holder,
    ]);
  });
});
