import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleDb } from "@/lib/core/db";
import { listAttempts } from "@/lib/deliveries/queries/list-attempts";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { requestOperation } from "@/lib/operations/perform/request";
import { codeOf, newRef, type Ready, ready } from "../support/acts";
import { control } from "../support/control";
import { hold, isWaiting, openPool } from "../support/databases";
import { Outbox, type OutboxRow, relyingParties } from "../support/deliveries";
import { stopProduct } from "../support/own-console";
import { mina, type Person, sol, theo } from "../support/people";
import { recordedKinds } from "../support/record";
import { whileRolesAre } from "../support/roles";
import { arrivalsOf, isGenuine } from "../support/webhooks";
import { world } from "../support/world";

const owner = openPool(world().consoleOwnerUrl);
const outbox = new Outbox();
let responder: Person;

beforeAll(async () => {
  responder = await mina();
  await outbox.watchUpdates();
});
afterAll(async () => {
  await outbox.close();
  await owner.end();
  await stopProduct();
});

const retryOf = ({ id }: { id: string }) => ({ operation: "delivery.retry", input: { id } });
const readyFor = (row: OutboxRow): Promise<Ready> => ready(responder, retryOf(row));

async function confirmed({ id, nonce }: Ready, ref = newRef()): Promise<string> {
  return codeOf(await confirmRequest(await responder.actor(), ref, { id, nonce }));
}

type FollowRow = { state: string; last_status: number | null; final_at: string | null };
async function followOf(requestId: string): Promise<FollowRow | undefined> {
  const { rows } = await owner.query<FollowRow>(
    "SELECT state, last_status, final_at FROM delivery_follows WHERE request_id = $1",
    [requestId],
  );
  return rows[0];
}

async function evidenceOf(requestId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query(
    `SELECT delivery_id::text, row_version, attempts, last_status, last_error, (dlq_at AT TIME ZONE 'UTC')::timestamp(3)::text AS dlq_at, stamp
       FROM delivery_evidence WHERE request_id = $1`,
    [requestId],
  );
  return rows;
}

describe("a retry", () => {
  it("is one UPDATE, delivered once under the same idempotency key with a genuine signature, and followed to its end", async () => {
    const row = await outbox.row();
    const request = await readyFor(row);
    expect(await confirmed(request)).toBe("ok");
    await expect
      .poll(() => followOf(request.id), { timeout: 15_000 })
      .toMatchObject({ state: "delivered", last_status: 200 });
    const [arrival, ...more] = await arrivalsOf(row.idempotency_key);
    expect(more).toEqual([]);
    expect(arrival).toMatchObject({ method: "POST", neighbour: "relying-parties/eb", status: 200 });
    expect(await isGenuine(arrival)).toBe(true);
    const { final_at } = (await followOf(request.id)) ?? {};
    expect(Date.parse(`${final_at}`) - Date.parse(arrival?.at ?? "")).toBeLessThan(5_000);
    expect(await outbox.updatesOf(row.id)).toBe(1);
    expect(await outbox.read(row.id)).toMatchObject({ attempts: 1, last_status: 200, last_error: null, dlq_at: null });
  });

  it("keeps what the row said, to be read beside what was seen afterwards", async () => {
    const row = await outbox.row({ relyingParty: relyingParties.daonMarket });
    const request = await readyFor(row);
    expect(await confirmed(request)).toBe("ok");
    expect(await evidenceOf(request.id)).toMatchObject([
      { delivery_id: row.id, row_version: row.updated_at, attempts: 8, last_status: 503, last_error: row.last_error },
    ]);
    await expect
      .poll(() => followOf(request.id), { timeout: 15_000 })
      .toMatchObject({ state: "dead_again", last_status: 422 });
    const attempts = await listAttempts(await responder.actor(), row.id);
    expect(attempts.map(({ source, status, result }) => [source, status, result])).toEqual([
      ["observed", 422, "dead_again"],
      ["kept", 503, "dead"],
    ]);
  });

  it("is in the record three times: meant, done, and how the delivery ended", async () => {
    const row = await outbox.row();
    const request = await readyFor(row);
    const ref = newRef();
    await confirmed(request, ref);
    expect(await recordedKinds(owner, ref)).toEqual(["intent", "outcome"]);
    await expect.poll(() => followOf(request.id), { timeout: 15_000 }).toMatchObject({ state: "delivered" });
    const rows = await consoleDb().recordRow.findMany({ where: { requestId: request.id }, orderBy: { seq: "asc" } });
    expect(rows.map(({ operation, kind }) => [operation, kind])).toEqual([
      ["delivery.retry", "intent"],
      ["delivery.retry", "outcome"],
      ["delivery.follow", "system"],
    ]);
  });

  it("is watched on while its relying party answers 500, and until somebody else takes the row away", async () => {
    const row = await outbox.row({ relyingParty: relyingParties.ondaHealth });
    const request = await readyFor(row);
    await confirmed(request);
    await expect
      .poll(() => followOf(request.id), { timeout: 15_000 })
      .toEqual({ state: "sent", last_status: 500, final_at: null });
    await outbox.remove(row.id);
    await expect
      .poll(() => followOf(request.id), { timeout: 15_000 })
      .toMatchObject({ state: "changed_elsewhere", final_at: expect.any(String) });
  });

  it("of fifty confirmations at once updates the row once", async () => {
    const row = await outbox.row({ relyingParty: relyingParties.podoGames });
    const request = await readyFor(row);
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirmed(request)));
    expect(answers.filter((code) => code === "ok")).toHaveLength(1);
    await expect.poll(() => followOf(request.id), { timeout: 15_000 }).toMatchObject({ state: "delivered" });
    expect([await outbox.updatesOf(row.id), (await arrivalsOf(row.idempotency_key)).length]).toEqual([1, 1]);
  });
});

describe("a retry is refused when it is asked for", () => {
  const cases: [string, string, () => Promise<{ id: string }>][] = [
    ["of a delivery that arrived", "already_delivered", () => outbox.row({ state: "delivered" })],
    ["of a delivery on its way", "not_dead", () => outbox.row({ state: "pending" })],
    [
      "of a relying party that is switched off",
      "relying_party_off",
      () => outbox.row({ relyingParty: relyingParties.gaonEnergy }),
    ],
    ["of a delivery that does not exist", "delivery_not_found", async () => ({ id: "9223372036854775807" })],
  ];
  it.each(cases)("%s: %s", async (_what, code, make) => {
    const ref = newRef();
    const answer = await requestOperation(await responder.actor(), ref, {
      ...retryOf(await make()),
      reason: "RP confirmed",
    });
    expect(codeOf(answer)).toBe(code);
    expect(await recordedKinds(owner, ref)).toEqual([`refusal ${code}`]);
  });
});

describe("a retry that was proved does not run", () => {
  const meanwhile: [string, string, (row: OutboxRow) => Promise<void>][] = [
    ["changed by a microsecond", "target_changed", ({ id }) => outbox.touch(id)],
    ["delivered", "already_delivered", ({ id }) => outbox.change(id, "delivered_at = now(), dlq_at = NULL")],
    ["delivered but still marked dead", "already_delivered", ({ id }) => outbox.change(id, "delivered_at = now()")],
    [
      "retried by somebody else",
      "not_dead",
      ({ id }) => outbox.change(id, "dlq_at = NULL, next_retry_at = now() + interval '1 day'"),
    ],
    ["removed", "delivery_not_found", ({ id }) => outbox.remove(id)],
  ];
  it.each(meanwhile)("when the row was %s meanwhile: %s", async (_how, code, change) => {
    const row = await outbox.row();
    const request = await readyFor(row);
    await change(row);
    await expectRefusal(row, request, code);
  });

  it("when its relying party was switched off meanwhile: relying_party_off", async () => {
    const row = await outbox.row({ relyingParty: relyingParties.podoGames });
    const request = await readyFor(row);
    await outbox.switched(relyingParties.podoGames, false);
    try {
      await expectRefusal(row, request, "relying_party_off");
    } finally {
      await outbox.switched(relyingParties.podoGames, true);
    }
  });

  it("when the IdP's database can't be reached: identity_database_unreachable", async () => {
    const row = await outbox.row();
    const request = await readyFor(row);
    await control.startScenario("identity-database-down");
    try {
      await expectRefusal(row, request, "identity_database_unreachable");
    } finally {
      await control.stopScenario("identity-database-down");
    }
  });

  it("when its requester's role was taken away a second ago: not_allowed", async () => {
    const row = await outbox.row();
    const request = await readyFor(row);
    const actor = await responder.actor();
    const ref = newRef();
    const answer = await whileRolesAre(owner, { email: responder.email, roles: [] }, () =>
      confirmRequest(actor, ref, request),
    );
    expect(codeOf(answer)).toBe("not_allowed");
    expect(await recordedKinds(owner, ref)).toEqual(["refusal not_allowed"]);
    expect([await outbox.updatesOf(row.id), await evidenceOf(request.id)]).toEqual([0, []]);
  });

  async function expectRefusal(row: OutboxRow, request: Ready, code: string): Promise<void> {
    const ref = newRef();
    expect(await confirmed(request, ref)).toBe(code);
    expect(await recordedKinds(owner, ref)).toEqual([`refusal ${code}`]);
    expect([await outbox.updatesOf(row.id), await evidenceOf(request.id)]).toEqual([0, []]);
  }
});

describe("between the last look and the update", () => {
  it("evidence is kept first, and a row that changes then is left alone: the request failed, nothing was retried", async () => {
    const row = await outbox.row();
    const request = await readyFor(row);
    const held = await outbox.hold(row.id);
    const ref = newRef();
    const confirming = confirmed(request, ref);
    try {
      await expect
        .poll(() => isWaiting(outbox.owner, "sallyport-operate"), { interval: 10, timeout: 5_000 })
        .toBe(true);
      expect(await evidenceOf(request.id)).toHaveLength(1);
      await held.query(
        "UPDATE webhook_outbox_entries SET updated_at = updated_at + interval '1 microsecond' WHERE id = $1",
        [row.id],
      );
    } finally {
      await held.release();
    }
    expect(await confirming).toBe("target_changed");
    expect(await recordedKinds(owner, ref)).toEqual(["intent", "failure target_changed"]);
    expect([await outbox.updatesOf(row.id), await followOf(request.id)]).toEqual([0, undefined]);
    expect(await outbox.read(row.id)).toMatchObject({ attempts: 8, dlq_at: row.dlq_at, enqueued_at: row.enqueued_at });
  });

  it("a row that changes before its evidence is kept leaves none that would lie about it", async () => {
    const row = await outbox.row();
    const request = await readyFor(row);
    const held = await hold(owner, "SELECT 1 FROM action_requests WHERE id = $1 FOR UPDATE", [request.id]);
    const ref = newRef();
    const confirming = confirmed(request, ref);
    try {
      await expect.poll(() => isWaiting(owner, "sallyport-console"), { interval: 10, timeout: 5_000 }).toBe(true);
      await outbox.touch(row.id);
    } finally {
      await held.release();
    }
    expect(await confirming).toBe("target_changed");
    expect(await recordedKinds(owner, ref)).toEqual(["intent", "failure target_changed"]);
    expect([await outbox.updatesOf(row.id), await evidenceOf(request.id)]).toEqual([0, []]);
  });
});

describe("a retry is not for", () => {
  const others: [string, () => Promise<Person>, string][] = [
    ["a manager", sol, "not_allowed"],
    ["an admin of an organisation that he made himself", theo, "wrong_organisation"],
  ];
  it.each(others)("%s", async (_who, signIn, code) => {
    const row = await outbox.row();
    const ref = newRef();
    const asked = await requestOperation(await (await signIn()).identified(), ref, {
      ...retryOf(row),
      reason: "let me",
    });
    expect(codeOf(asked)).toBe(code);
    expect(await recordedKinds(owner, ref)).toEqual([`refusal ${code}`]);
  });
});
