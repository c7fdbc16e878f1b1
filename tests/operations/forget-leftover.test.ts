import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { attemptsKeptForMs } from "@/lib/bypass/writes/forget-old";
import { days } from "@/lib/core/duration";
import { observationsKeptForMs } from "@/lib/deliveries/writes/forget-old";
import { noticesKeptForMs } from "@/lib/notices/writes/forget-old";
import { performRoutine } from "@/lib/operations/perform/routine";
import { failedProofsKeptForMs } from "@/lib/requests/writes/forget-old";
import { codeOf, newRef } from "../support/acts";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { recorded } from "../support/record";

let own: OwnConsole;
const worker = systemActor();

beforeAll(async () => {
  own = await enterOwnConsole();
});
beforeEach(async () => {
  await own.owner.query(
    "TRUNCATE notices, notice_deliveries, notice_reads, delivery_observations, delivery_follows, bypass_attempts, proof_failures, proof_locks",
  );
});
afterAll(() => own.close());

async function forget(ref = newRef()): Promise<string> {
  expect(codeOf(await performRoutine(worker, ref, { operation: "leftover.forget", input: {} }))).toBe("ok");
  return ref;
}
const count = async (table: string): Promise<number> =>
  (await own.owner.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)).rows[0]?.count ?? 0;
const ago = (keptMs: number, moreDays: number): number => (keptMs + days(moreDays)) / 1_000;

async function notice(seconds: number, state: string | null): Promise<string> {
  const { rows } = await own.owner.query<{ id: string }>(
    `INSERT INTO notices (id, kind, href, urgency, dedup_key, values_text, posted_at, dispatched_at)
     VALUES (gen_random_uuid(), 'key.published', '/keys', 'tell', gen_random_uuid()::text, '{}', now() - make_interval(secs => $1),
             CASE WHEN $2::text IS NOT NULL THEN now() END) RETURNING id`,
    [seconds, state],
  );
  const id = rows[0]?.id ?? "";
  await own.owner.query("INSERT INTO notice_reads (person_id, notice_id) VALUES (gen_random_uuid(), $1)", [id]);
  if (state)
    await own.owner.query(
      "INSERT INTO notice_deliveries (id, notice_id, channel, state) VALUES (gen_random_uuid(), $1, 'slack', $2)",
      [id, state],
    );
  return id;
}

async function observation(seconds: number, followed: boolean): Promise<void> {
  const delivery = Math.floor(Math.random() * 2 ** 40);
  await own.owner.query(
    `INSERT INTO delivery_observations (id, delivery_id, attempt, result, observed_at)
     VALUES (gen_random_uuid(), $1, 1, 'failed', now() - make_interval(secs => $2))`,
    [delivery, seconds],
  );
  if (followed)
    await own.owner.query(
      "INSERT INTO delivery_follows (request_id, delivery_id, stamp, state) VALUES (gen_random_uuid(), $1, 'x', 'queued')",
      [delivery],
    );
}

const attempt = (seconds: number) =>
  own.owner.query(
    `INSERT INTO bypass_attempts (id, email_hash, address_hash, factor, outcome, attempted_at)
     VALUES (gen_random_uuid(), repeat('a', 64), repeat('b', 64), 'code', 'bypass_refused', now() - make_interval(secs => $1))`,
    [seconds],
  );
async function failedProof(seconds: number): Promise<void> {
  await own.owner.query(
    `INSERT INTO proof_failures (id, request_id, person_id, session_id, code, failed_at)
     VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 's', 'code_invalid', now() - make_interval(secs => $1))`,
    [seconds],
  );
  await own.owner.query(
    `INSERT INTO proof_locks (session_id, person_id, request_id, locked_until)
     VALUES (gen_random_uuid()::text, gen_random_uuid(), gen_random_uuid(), now() - make_interval(secs => $1))`,
    [seconds],
  );
}

describe("leftover.forget", () => {
  it("forgets each kind after its time and not a day before, and says in the record how many", async () => {
    for (const day of [1, -1]) {
      await notice(ago(noticesKeptForMs, day), "sent");
      await observation(ago(observationsKeptForMs, day), false);
      await attempt(ago(attemptsKeptForMs, day));
      await failedProof(ago(failedProofsKeptForMs, day));
    }
    const ref = await forget();
    for (const table of ["notices", "notice_reads", "notice_deliveries", "delivery_observations", "bypass_attempts"])
      expect(await count(table), table).toBe(1);
    expect([await count("proof_failures"), await count("proof_locks")]).toEqual([1, 1]);
    expect(await recorded(own.owner, ref)).toMatchObject([
      { kind: "system", facts: { notices: 1, observations: 1, attempts: 1, failedProofs: 2 } },
    ]);
  });

  it("keeps a notice that is still on its way, however old, and forgets one that was given up", async () => {
    const waiting = [await notice(ago(noticesKeptForMs, 5), "pending"), await notice(ago(noticesKeptForMs, 5), null)];
    await notice(ago(noticesKeptForMs, 5), "dead");
    await forget();
    const { rows } = await own.owner.query<{ id: string }>("SELECT id FROM notices");
    expect(rows.map(({ id }) => id).sort()).toEqual(waiting.sort());
  });

  it("keeps what was seen of a delivery that is still followed", async () => {
    await observation(ago(observationsKeptForMs, 5), true);
    await forget();
    expect(await count("delivery_observations")).toBe(1);
  });

  it("writes no row of the record when there was nothing to forget", async () => {
    expect(await recorded(own.owner, await forget())).toEqual([]);
  });
});
