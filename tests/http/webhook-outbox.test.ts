import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bearing, heldToken } from "../support/api-tokens";
import { calm } from "../support/calm";
import { playedBy } from "../support/cast";
import { healthyAgain, switchedOff } from "../support/dead-letters";
import { personIdOf } from "../support/enrolments";
import { type Answer, ask } from "../support/http";
import { consoleRows, idpRows } from "../support/rows";

let token = "";
beforeAll(async () => {
  await calm();
  token = (await heldToken(consoleRows, await personIdOf(consoleRows, playedBy.responder), { scope: "read" })).token;
});
const outbox = (query = ""): Promise<Answer> =>
  ask({ path: `/api/v1/admin/webhook_outbox${query}`, headers: bearing(token) });
type Row = { id: string; oauth_application_id: string; cause: string; dlq_at: string };
const rowsOf = (answer: Answer): Row[] => answer.json().data as Row[];

describe("GET /api/v1/admin/webhook_outbox", () => {
  test("lists dead deliveries by the table's own names, without payloads", async () => {
    const [row] = rowsOf(await outbox("?limit=1"));
    expect(Object.keys(row ?? {}).toSorted()).toEqual(
      [
        "attempts",
        "cause",
        "delivered_at",
        "dlq_at",
        "enqueued_at",
        "event_type",
        "id",
        "last_error",
        "last_status",
        "oauth_application_id",
        "subject",
      ].toSorted(),
    );
    const [kept] = await idpRows(
      "SELECT delivered_at FROM webhook_outbox_entries WHERE id = $1 AND dlq_at IS NOT NULL",
      [row?.id],
    );
    expect(kept).toEqual({ delivered_at: null });
  });

  test("narrows by application, status, event type, cause and the page's own language", async () => {
    const ofOne = rowsOf(await outbox(`?oauth_application_id=${healthyAgain.id}&limit=5`));
    expect(new Set(ofOne.map((row) => row.oauth_application_id))).toEqual(new Set([healthyAgain.id]));
    const conflicts = rowsOf(await outbox("?cause=idempotency_conflict&limit=5"));
    expect(new Set(conflicts.map(({ cause }) => cause))).toEqual(new Set(["idempotency_conflict"]));
    const searched = rowsOf(await outbox(`?q=${encodeURIComponent("status:409")}&limit=5`));
    expect(searched.map(({ cause }) => cause)).toEqual(conflicts.map(({ cause }) => cause));
    expect((rowsOf(await outbox("?status=delivered&limit=1")) as unknown[]).length).toBe(1);
  });

  describe("pages by a cursor", () => {
    const late = "2999-01-01";
    afterAll(() => idpRows("DELETE FROM webhook_outbox_entries WHERE dlq_at >= $1::timestamp", [late]));

    // Of one who is switched off: nothing else dies there meanwhile.
    test("that survives what is inserted meanwhile", async () => {
      const ofOne = `oauth_application_id=${switchedOff.id}`;
      const whole = rowsOf(await outbox(`?${ofOne}&limit=6`)).map(({ id }) => id);
      expect(whole).toHaveLength(6);
      const first = await outbox(`?${ofOne}&limit=3`);
      await idpRows(
        `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, subject, idempotency_key, payload, attempts, enqueued_at, dlq_at, created_at, updated_at)
         SELECT oauth_application_id, event_type, subject, gen_random_uuid()::text, payload, attempts, enqueued_at, $1::timestamp, now(), now()
           FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND oauth_application_id = $2 LIMIT 1`,
        [late, switchedOff.id],
      );
      const second = await outbox(`?${ofOne}&limit=3&cursor=${String(first.json().nextCursor)}`);
      expect([...rowsOf(first), ...rowsOf(second)].map(({ id }) => id)).toEqual(whole);
    });

    test("and ends with none", async () => {
      expect((await outbox("?q=subject:nobody-has-this")).json()).toEqual({ data: [], nextCursor: null });
    });
  });

  test.for([
    ["?limit=51", "limit"],
    ["?limit=x", "limit"],
    ["?status=lost", "status"],
    ["?oauth_application_id=-1", "oauth_application_id"],
    ["?cause=gremlins", "cause"],
    ["?cursor=bent", "cursor"],
    ["?payload=1", "payload"],
    [`?q=${"x".repeat(1_001)}`, "q"],
  ])("%s is refused by its name", async ([query = "", field]) => {
    const answer = await outbox(query);
    expect([answer.status, answer.json()]).toEqual([
      422,
      expect.objectContaining({ code: "invalid_input", fields: [field] }),
    ]);
  });
});
