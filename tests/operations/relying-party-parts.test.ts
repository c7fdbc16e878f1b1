import { afterAll, beforeAll, expect, it } from "vitest";
import { findPartyHealth, findPartyQueue } from "@/lib/relying-parties/queries/party-board";
import { findPartyKeys } from "@/lib/relying-parties/queries/party-keys";
import { listRequestsOn } from "@/lib/requests/queries/list-requests-on";
import { stored } from "../support/acts";
import { idpRows } from "../support/rows";
import { Stage } from "../support/stage";

let stage: Stage;
/** A relying party that is switched off: nothing is sent to it while this looks. */
let party = "";
beforeAll(async () => {
  stage = await Stage.open();
  party = await stage.cast.outbox.switchedOffParty();
});
afterAll(() => stage.close());

it("what waits and what is dead is counted as the table has it, with the oldest of each", async () => {
  const queue = await findPartyQueue(await stage.cast.people.responder.actor(), party);
  const [counted] = await idpRows<{ dead: number; waiting: number }>(
    `SELECT count(*) FILTER (WHERE dlq_at IS NOT NULL)::int AS dead, count(*) FILTER (WHERE dlq_at IS NULL)::int AS waiting
       FROM webhook_outbox_entries WHERE oauth_application_id = $1 AND delivered_at IS NULL`,
    [party],
  );
  expect(queue).toMatchObject(counted ?? {});
  expect(queue.oldestDeadAt === null).toBe(queue.dead === 0);
  expect(queue.oldestWaitingAt === null).toBe(queue.waiting === 0);
});

it("an attempt that failed within two minutes is told by its answer", async () => {
  const actor = await stage.cast.people.responder.actor();
  const [row] = await idpRows<{ id: string; was: string; status: number | null }>(
    `SELECT id::text, updated_at::text AS was, last_status AS status FROM webhook_outbox_entries
      WHERE oauth_application_id = $1 AND delivered_at IS NULL AND dlq_at IS NULL ORDER BY id LIMIT 1`,
    [party],
  );
  const before = await findPartyHealth(actor, party);
  await idpRows(
    "UPDATE webhook_outbox_entries SET attempts = attempts + 1, last_status = 418, updated_at = now() WHERE id = $1",
    [row?.id],
  );
  const after = await findPartyHealth(actor, party);
  await idpRows(
    "UPDATE webhook_outbox_entries SET attempts = attempts - 1, last_status = $2, updated_at = $3::timestamp WHERE id = $1",
    [row?.id, row?.status ?? null, row?.was],
  );
  expect(after.failed).toBe(before.failed + 1);
  expect(after.failures).toContainEqual({ status: 418, count: 1 });
  expect(Date.now() - Date.parse(after.lastFailedAt ?? "")).toBeLessThan(120_000);
});

it("a relying party whose copy of the set lacks its active key is told from one that has it, and from one without keys", async () => {
  const actor = await stage.cast.people.responder.actor();
  const known = await findPartyKeys(actor, "12");
  expect([known.keys[0]?.kid, known.keys[0]?.state, known.knowledge]).toEqual([known.activeKid, "active", "known"]);
  await idpRows(
    "INSERT INTO jwks_fetches (oauth_application_id, kid_set, fetched_at) VALUES (12, '{another-key}', now() + interval '1 hour')",
  );
  const { fetch, knowledge } = await findPartyKeys(actor, "12");
  await idpRows("DELETE FROM jwks_fetches WHERE kid_set = '{another-key}'");
  expect([fetch?.hasActive, knowledge]).toEqual([false, "not_yet"]);
  expect(await findPartyKeys(actor, party)).toMatchObject({ keys: [], activeKid: null, knowledge: "no_active_key" });
});

it("what was asked of one relying party is listed, newest first, and of no other", async () => {
  const actor = await stage.cast.people.admin.actor();
  const [first, second] = [
    await stored(actor, { operation: "relying-party.require-admin", input: { id: party } }),
    await stored(actor, { operation: "relying-party.require-admin", input: { id: "17" } }),
  ];
  const operations = ["relying-party.require-admin", "relying-party.switch-on"];
  const ids = (await listRequestsOn(actor, operations, party, 50)).map(({ id }) => id);
  expect([ids.includes(first), ids.includes(second)]).toEqual([true, false]);
  expect(await listRequestsOn(actor, ["relying-party.switch-on"], "17", 50)).toEqual([]);
});
