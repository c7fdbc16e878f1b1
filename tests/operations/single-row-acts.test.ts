import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/roles";
import { readBoard } from "@/lib/deliveries/queries/board";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findDiscard } from "@/lib/deliveries/queries/find-discard";
import { findWholePayload } from "@/lib/deliveries/queries/find-whole-payload";
import { listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { listDiscarded } from "@/lib/deliveries/queries/list-discarded";
import { findGroup, listOfSubject } from "@/lib/deliveries/queries/list-siblings";
import { causeOf } from "@/lib/deliveries/rules/cause";
import { deliveryFilter } from "@/lib/deliveries/shapes";
import type { Operation } from "@/lib/operations/define";
import { discardDelivery } from "@/lib/operations/discard-delivery";
import { markDeliveredDelivery } from "@/lib/operations/mark-delivered-delivery";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { restoreDelivery } from "@/lib/operations/restore-delivery";
import { retryDelivery } from "@/lib/operations/retry-delivery";
import { revealPayloadDelivery } from "@/lib/operations/reveal-payload-delivery";
import { switchOffRelyingParty } from "@/lib/operations/switch-off-relying-party";
import { findOutlook } from "@/lib/relying-parties/queries/find-outlook";
import { codeOf, newRef } from "../support/acts";
import { relyingParties } from "../support/deliveries";
import { conflicting, switchedOnParty } from "../support/delivery-acts";
import { collectLog } from "../support/log-lines";
import { Stage } from "../support/stage";
import { arrivalsOf } from "../support/webhooks";

let stage: Stage;
beforeAll(async () => {
  process.env.LOG_LEVEL = "trace";
  stage = await Stage.open();
});
afterAll(() => stage.close());

const outbox = () => stage.cast.outbox;
const query = async <Row>(sql: string, values: unknown[]): Promise<Row[]> =>
  (await stage.cast.own.owner.query(sql, values)).rows as Row[];
const admin = () => stage.cast.people.admin;
const ready = (operation: Operation, id: string, role: Role = "admin") =>
  stage.ready(operation, { person: stage.cast.people[role], input: { id } });
const ask = async (operation: Operation, id: string, role: Role = "admin"): Promise<string> =>
  codeOf(
    await requestOperation(await stage.cast.people[role].actor(), newRef(), {
      operation: operation.name,
      input: { id },
      reason: "They have it.",
    }),
  );
const carryOut = async (operation: Operation, id: string, role: Role = "admin"): Promise<string> =>
  codeOf(await stage.confirm(await ready(operation, id, role)));

describe("delivery.mark-delivered", () => {
  it("finishes a 409 whose key was sent before, sends nothing, and keeps what the row said", async () => {
    const row = await conflicting(outbox());
    const request = await ready(markDeliveredDelivery, row.id);
    expect(codeOf(await stage.confirm(request))).toBe("ok");
    const after = await outbox().read(row.id);
    expect(after).toMatchObject({ dlq_at: null, last_status: 409, attempts: 3, enqueued_at: row.enqueued_at });
    expect(after.delivered_at).not.toBeNull();
    expect(await arrivalsOf(row.idempotency_key)).toEqual([]);
    const [kept] = await query(
      "SELECT row_version, attempts, last_status, last_error FROM delivery_evidence WHERE request_id = $1",
      [request.id],
    );
    expect(kept).toEqual({ row_version: row.updated_at, attempts: 3, last_status: 409, last_error: row.last_error });
  });

  it("is refused where nothing says that the key was sent before, and for every other answer", async () => {
    expect(await ask(markDeliveredDelivery, (await conflicting(outbox(), 1)).id)).toBe("never_sent_before");
    expect(await ask(markDeliveredDelivery, (await outbox().row()).id)).toBe("not_a_conflict");
    expect(await ask(markDeliveredDelivery, (await outbox().row({ state: "delivered" })).id)).toBe("already_delivered");
    expect(await ask(markDeliveredDelivery, (await outbox().row({ state: "pending" })).id)).toBe("not_dead");
    expect(await ask(markDeliveredDelivery, "9000000000000000001")).toBe("delivery_not_found");
  });

  it("believes an earlier round that was followed, and an answer that names the key; not what a failed act left", async () => {
    const row = await conflicting(outbox(), 1);
    const keep = (requestId: string) =>
      query(
        `INSERT INTO delivery_evidence (id, delivery_id, request_id, row_version, attempts, stamp)
         VALUES (gen_random_uuid(), $1, $2::uuid, 'v', 1, ($2::uuid)::text)`,
        [row.id, requestId],
      );
    await keep(crypto.randomUUID());
    expect(await ask(markDeliveredDelivery, row.id)).toBe("never_sent_before");
    const followed = crypto.randomUUID();
    await keep(followed);
    await query(
      "INSERT INTO delivery_follows (request_id, delivery_id, stamp, state, final_at) VALUES ($1, $2, 's', 'dead_again', now())",
      [followed, row.id],
    );
    expect(await ask(markDeliveredDelivery, row.id)).toBe("ok");
    const echoed = await conflicting(outbox(), 1);
    await outbox().change(echoed.id, `last_error = '409 Conflict: ${echoed.idempotency_key}'`);
    expect(await ask(markDeliveredDelivery, echoed.id)).toBe("ok");
  });

  it("changes nothing once the row has moved", async () => {
    const row = await conflicting(outbox());
    const request = await ready(markDeliveredDelivery, row.id);
    await outbox().touch(row.id);
    expect(codeOf(await stage.confirm(request))).toBe("target_changed");
    expect((await outbox().read(row.id)).delivered_at).toBeNull();
  });

  it("is known to have happened, or not, by the stamp that it leaves", async () => {
    const row = await conflicting(outbox());
    const request = await ready(markDeliveredDelivery, row.id);
    expect(await unknown(request.id)).toEqual(["ok", "failed"]);
    await query("UPDATE action_requests SET state = 'ready' WHERE id = $1", [request.id]);
    expect(codeOf(await stage.confirm(request))).toBe("ok");
    expect(await unknown(request.id)).toEqual(["ok", "succeeded"]);
    await outbox().change(row.id, "delivered_at = NULL, dlq_at = now(), updated_at = now()");
    expect(await unknown(request.id)).toEqual(["outcome_unknown", "unknown"]);
  });
});

async function unknown(id: string): Promise<[string, string | undefined]> {
  await query("UPDATE action_requests SET state = 'unknown' WHERE id = $1", [id]);
  const asked = { operation: "request.reconcile", input: { id } };
  const done = await performRoutine(await admin().actor(), newRef(), asked);
  const [row] = await query<{ state: string }>("SELECT state FROM action_requests WHERE id = $1", [id]);
  return [codeOf(done), row?.state];
}

describe("delivery.discard", () => {
  it("sets a row aside until it is restored, and changes nothing at the identity provider", async () => {
    const row = await outbox().row();
    expect(await carryOut(discardDelivery, row.id)).toBe("ok");
    expect(await findDiscard(await admin().actor(), row.id)).toMatchObject({ by: expect.any(String) });
    expect(await ask(discardDelivery, row.id)).toBe("delivery_discarded");
    expect(await ask(retryDelivery, row.id, "responder")).toBe("delivery_discarded");
    expect(await outbox().read(row.id)).toEqual(row);
    expect(await carryOut(restoreDelivery, row.id)).toBe("ok");
    expect(await ask(restoreDelivery, row.id)).toBe("not_discarded");
    expect(await ask(retryDelivery, row.id, "responder")).toBe("ok");
    expect(await outbox().read(row.id)).toEqual(row);
  });

  it("stops a retry that was proved before", async () => {
    const row = await outbox().row();
    const request = await ready(retryDelivery, row.id, "responder");
    expect(await carryOut(discardDelivery, row.id)).toBe("ok");
    expect(codeOf(await stage.confirm(request))).toBe("delivery_discarded");
    expect(await outbox().read(row.id)).toEqual(row);
  });

  it("is for dead deliveries that exist", async () => {
    expect(await ask(discardDelivery, (await outbox().row({ state: "pending" })).id)).toBe("not_dead");
    expect(await ask(discardDelivery, (await outbox().row({ state: "delivered" })).id)).toBe("already_delivered");
    expect(await ask(discardDelivery, "9000000000000000001")).toBe("delivery_not_found");
  });
});

describe("delivery.restore", () => {
  it("takes back what was set aside, whatever became of it since", async () => {
    const row = await outbox().row();
    expect(await carryOut(discardDelivery, row.id)).toBe("ok");
    await outbox().change(row.id, "delivered_at = now(), updated_at = now()");
    expect(await carryOut(restoreDelivery, row.id)).toBe("ok");
    expect(await ask(restoreDelivery, row.id)).toBe("not_discarded");
    expect(await ask(restoreDelivery, "9000000000000000001")).toBe("delivery_not_found");
  });
});

describe("delivery.reveal-payload", () => {
  it("hands the payload to who confirmed, and leaves it in no record, request or log", async () => {
    const lines = collectLog();
    const row = await outbox().row();
    const request = await ready(revealPayloadDelivery, row.id, "responder");
    const done = await confirmRequest(await stage.cast.people.responder.actor(), newRef(), request);
    expect(done).toMatchObject({ ok: true, value: { outcome: { handed: { payload: [expect.any(String)] } } } });
    expect(JSON.stringify(done)).toContain("secret.person@mail.example");
    for (const table of ["record", "action_requests", "proofs"]) {
      expect(await query(`SELECT 1 FROM ${table} AS t WHERE t::text LIKE '%secret.person%'`, [])).toEqual([]);
    }
    expect(lines.join("\n")).not.toContain("secret.person");
    expect(await ask(revealPayloadDelivery, "9000000000000000001", "responder")).toBe("delivery_not_found");
    const manager = await stage.cast.people.manager.actor();
    await expect(findWholePayload(manager, row.id)).rejects.toMatchObject({ refusal: { code: "not_allowed" } });
  });
});

describe("relying-party.switch-off", () => {
  it("keeps the dispatcher from sending, and leaves what waits as it is", async () => {
    const id = await switchedOnParty(outbox());
    expect(await carryOut(switchOffRelyingParty, id, "responder")).toBe("ok");
    expect(await enabled(id)).toBe(false);
    expect(await ask(switchOffRelyingParty, id, "responder")).toBe("relying_party_off");
    expect(await ask(switchOffRelyingParty, "999999999", "responder")).toBe("relying_party_not_found");
  });

  it("is known to have happened, or not, by the stamp that it leaves", async () => {
    const id = await switchedOnParty(outbox());
    const request = await ready(switchOffRelyingParty, id);
    expect(await unknown(request.id)).toEqual(["ok", "failed"]);
    await query("UPDATE action_requests SET state = 'ready' WHERE id = $1", [request.id]);
    expect(codeOf(await stage.confirm(request))).toBe("ok");
    expect(await unknown(request.id)).toEqual(["ok", "succeeded"]);
    await outbox().touchParty(id);
    expect(await unknown(request.id)).toEqual(["outcome_unknown", "unknown"]);
  });
});

async function enabled(id: string): Promise<boolean | undefined> {
  const { rows } = await outbox().owner.query<{ on: boolean }>(
    'SELECT webhook_enabled AS "on" FROM oauth_applications WHERE id = $1',
    [id],
  );
  return rows[0]?.on;
}

describe("what a delivery's page says", () => {
  const found = async (id: string) => {
    const actor = await admin().actor();
    const delivery = await findDelivery(actor, id);
    if (!delivery) throw new Error(`there is no delivery ${id}`);
    return { actor, delivery };
  };

  it("is its cause by a named rule, and whether it would arrive now", async () => {
    const conflict = await found((await conflicting(outbox())).id);
    expect(await findOutlook(conflict.actor, conflict.delivery)).toMatchObject({
      cause: { cause: "idempotency_conflict", rule: "http-409-sent-before" },
      forecast: { answer: "arrived", act: "mark_delivered" },
    });
    const off = await found((await outbox().row({ relyingParty: relyingParties.gaonEnergy })).id);
    expect((await findOutlook(off.actor, off.delivery)).forecast).toMatchObject({ answer: "no", act: "wait" });
  });

  it("of a key that may sign no more is that it would not arrive", async () => {
    const { id } = await outbox().row();
    const kids = await outbox().owner.query<{ kid: string }>(
      "SELECT kid FROM webhook_signing_keys WHERE oauth_application_id = $1 AND state = 'retired' LIMIT 1",
      [relyingParties.eb],
    );
    await outbox().change(id, `signing_kid = '${kids.rows[0]?.kid}'`);
    const { actor, delivery } = await found(id);
    expect((await findOutlook(actor, delivery)).forecast).toMatchObject({ because: "key_withdrawn" });
  });

  it("has the group of all that failed alike, and others about the same subject", async () => {
    const [one, other] = [await outbox().row(), await outbox().row()];
    const word = `Word${crypto.randomUUID().replaceAll(/[^a-f]/g, "")}`;
    for (const { id } of [one, other]) {
      await outbox().change(id, `last_error = '503 ${word} ray ${crypto.randomUUID()}', subject = '${word}'`);
    }
    const { actor, delivery } = await found(one.id);
    const group = await findGroup(actor, delivery);
    expect(group).toMatchObject({ cause: "relying_party_5xx", error: `503 ${word} ray ‹id›`, dead: 2 });
    expect(group.members.map(({ id }) => id)).toEqual([other.id]);
    expect((await listOfSubject(actor, delivery)).map(({ id }) => id)).toEqual([other.id]);
  });

  it("agrees with the seed: every answer there has a cause of its own", async () => {
    const { rows } = await outbox().owner.query<{ status: number | null; error: string; dead: string }>(
      `SELECT last_status AS status, min(last_error) AS error, count(*) AS dead FROM webhook_outbox_entries
        WHERE dlq_at IS NOT NULL AND delivered_at IS NULL AND last_status IS NOT NULL GROUP BY 1`,
    );
    const causes = rows.map(({ status, error }) => [
      status,
      causeOf({ lastStatus: status, lastError: error, attempts: 1, evidenceKept: false }).cause,
    ]);
    expect(Object.fromEntries(causes)).toMatchObject({
      301: "redirect",
      409: "idempotency_conflict",
      410: "endpoint_gone",
      422: "payload_rejected",
      429: "rate_limited",
      500: "relying_party_5xx",
    });
  });
});

describe("what was set aside", () => {
  it("is told apart on the board, in its group and at its row, and stays dead", async () => {
    const actor = await admin().actor();
    const row = await outbox().row();
    const word = `Word${crypto.randomUUID().replaceAll(/[^a-f]/g, "")}`;
    await outbox().change(row.id, `last_error = '503 ${word}'`);
    expect(await carryOut(discardDelivery, row.id)).toBe("ok");
    const board = await readBoard(actor, true);
    expect(board.groups?.value?.find(({ alike }) => alike === `503 ${word}`)).toMatchObject({ dead: 1, discarded: 1 });
    const party = board.parties.value?.find(({ id }) => id === relyingParties.eb);
    expect(party?.discarded).toBeGreaterThan(0);
    expect(party?.dead).toBeGreaterThanOrEqual(party?.discarded ?? 0);
    const listed = async () => (await listDeliveries(actor, deliveryFilter.parse({ q: row.id }))).rows;
    expect(await listed()).toMatchObject([{ id: row.id, discarded: true }]);
    const more = `INSERT INTO delivery_discards SELECT delivery_id + n, person_id FROM delivery_discards, generate_series(1, 201) n
      ON CONFLICT DO NOTHING`;
    await query(more, []);
    expect(await listed(), "among more than are read at once").toMatchObject([{ id: row.id, discarded: true }]);
    await outbox().change(row.id, "delivered_at = now(), dlq_at = NULL, updated_at = now()");
    expect((await listDiscarded(actor)).filter(({ lastError }) => lastError === `503 ${word}`)).toEqual([]);
  });
});
