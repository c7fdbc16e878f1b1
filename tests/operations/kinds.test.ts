import { afterEach, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { deliveryFilter } from "@/lib/deliveries/shapes";
import { calm } from "../support/calm";
import { mina } from "../support/people";
import { idpRows } from "../support/rows";

/** An answer that nothing else in the world gives. */
const teapot = 418;
let responder: Actor;

beforeAll(async () => {
  await calm();
  responder = await (await mina()).actor();
});
afterEach(() => idpRows("DELETE FROM webhook_outbox_entries WHERE last_status = $1", [teapot]));

async function die(app: string, event: string, error: string): Promise<string> {
  const [row] = await idpRows<{ id: string }>(
    `INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, idempotency_key, payload, attempts, last_status, last_error,
       enqueued_at, dlq_at, created_at, updated_at)
     SELECT $1, $2, gen_random_uuid(), '{}', 8, $3, $4, at, at, at, at
       FROM (SELECT now()::timestamp - interval '2 hours' AS at) one RETURNING id::text`,
    [app, event, teapot, error],
  );
  return row?.id ?? "";
}

async function found(q: string): Promise<string[]> {
  return (await listDeliveries(responder, deliveryFilter.parse({ q }))).rows.map(({ id }) => id);
}

it.each([
  ["before all others", "12", "a.first"],
  ["among them", "41", "user.updated"],
  ["behind all of them", "120", "zz.last"],
])("a kind that is new is found at once, wherever the index has it: %s", async (_, app, event) => {
  const id = await die(app, event, "418 short and stout");
  expect(await found(`status:${teapot}`)).toEqual([id]);
  expect(await found('error:"short and stout"')).toEqual([id]);
});

it("a kind of which nothing is left is gone at once, and what it said may be a piece of an id again", async () => {
  const said = await die("41", "user.updated", "418 handle broke off");
  const named = await die("41", "user.updated", "418 pot handle-7f3a2b is cracked");
  expect(await found("error:handle")).toEqual([said]);
  await idpRows("UPDATE webhook_outbox_entries SET delivered_at = now()::timestamp WHERE id = $1", [said]);
  expect(await found("error:handle")).toEqual([named]);
  expect(await found(`status:${teapot}`)).toEqual([named]);
});

it("what changes its kind is found under the new one, and not under the old", async () => {
  const id = await die("41", "user.updated", "418 no lid");
  expect(await found('error:"no lid"')).toEqual([id]);
  await idpRows("UPDATE webhook_outbox_entries SET last_error = '418 no spout' WHERE id = $1", [id]);
  expect(await found('error:"no spout"')).toEqual([id]);
  expect(await found('error:"no lid"')).toEqual([]);
});
