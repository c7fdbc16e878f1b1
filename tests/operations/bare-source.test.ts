import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { closeDatabases } from "@/lib/core/db";
import { readBoard } from "@/lib/deliveries/queries/board";
import { listIndexGaps } from "@/lib/deliveries/queries/index-gaps";
import { countDeliveries, listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { deliveryFilter } from "@/lib/deliveries/shapes";
import { prepareDatabase } from "../../sandbox/identity-provider/database/prepare";
import { createTestDatabase, type TestDatabase } from "../sandbox/identity-provider-harness";
import { mina } from "../support/people";

/** An identity provider whose owner has built nothing for us. */
let source: TestDatabase;
let responder: Actor;
const given = process.env.IDP_DATABASE_READ_URL;

beforeAll(async () => {
  source = await createTestDatabase();
  await prepareDatabase(source.owner, { deadIndexes: false });
  await source.owner.query(`
    INSERT INTO oauth_applications (id, name, uid, created_at, updated_at) VALUES (1, 'One', 'one', now(), now()), (2, 'Two', 'two', now(), now());
    INSERT INTO webhook_outbox_entries (oauth_application_id, event_type, idempotency_key, payload, attempts, last_status, last_error,
      enqueued_at, dlq_at, delivered_at, created_at, updated_at)
    SELECT 1 + n % 2, CASE n % 3 WHEN 0 THEN 'user.created' ELSE 'user.updated' END, 'key ' || n, '{}', 8,
      CASE WHEN n % 5 = 0 THEN NULL ELSE 503 END,
      CASE WHEN n % 5 = 0 THEN 'Net::ReadTimeout' ELSE '503 Service Unavailable: node ' || md5(n::text) END,
      now() - n * interval '1 minute', now() - n * interval '1 second', CASE WHEN n % 7 = 0 THEN now() END, now(), now()
    FROM generate_series(1, 400) AS n`);
  // Before anything of the product runs: its environment is read once.
  process.env.IDP_DATABASE_READ_URL = source.url.replace(/\/\/[^@]+@/, "//sallyport_read:sandbox-only@");
  responder = await (await mina()).actor();
});
afterAll(async () => {
  await closeDatabases();
  process.env.IDP_DATABASE_READ_URL = given;
  await source.drop();
});

const questions = [
  "",
  "status:503",
  "event:user.created status:none",
  "ReadTimeout",
  "app:two error:node",
  "cause:relying_party_5xx",
];

/** Everything that the page shows of the dead. */
async function shown(): Promise<unknown> {
  const { parties, groups } = await readBoard(responder, true);
  const lists = await Promise.all(
    questions.map(async (q) => {
      const filter = deliveryFilter.parse({ q });
      return [
        q,
        (await listDeliveries(responder, filter)).rows,
        q.includes("cause:") || (await countDeliveries(responder, filter)),
      ];
    }),
  );
  return [parties.value, groups?.value, lists];
}

it("without our indexes is browsed all the same, and with the file that we offer finds the same", async () => {
  const before = await shown();
  expect(await listIndexGaps(responder)).toEqual(["dead_by_app", "dead"]);
  // As large as one where a search takes seconds.
  await source.owner.query("UPDATE pg_class SET reltuples = 600000 WHERE relname = 'webhook_outbox_entries'");
  expect(await listIndexGaps(responder)).toEqual(["dead_by_app", "dead", "dead_count", "dead_alike", "dead_search"]);

  const file = readFileSync("docs/identity-provider-indexes.sql", "utf8").replace(/^--.*$/gm, "");
  for (const statement of file.split(";").map((text) => text.trim()))
    if (statement !== "") await source.owner.query(statement);
  await source.owner.query("UPDATE pg_class SET reltuples = 600000 WHERE relname = 'webhook_outbox_entries'");
  expect(await listIndexGaps(responder)).toEqual([]);
  // Connections of before know nothing of it.
  await closeDatabases();
  expect(await shown()).toEqual(before);
});

it("wants a vacuum when most of its pages are not known to be visible", async () => {
  const settle = (visible: number) =>
    source.owner.query(
      "UPDATE pg_class SET relpages = 2000, relallvisible = $1 WHERE relname = 'webhook_outbox_entries'",
      [visible],
    );
  await settle(1_900);
  expect(await listIndexGaps(responder)).toEqual([]);
  await settle(200);
  expect(await listIndexGaps(responder)).toEqual(["vacuum"]);
});
