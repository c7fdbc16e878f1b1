import { afterAll, beforeAll, expect, test } from "vitest";
import { bearing } from "../support/api-tokens";
import { calm } from "../support/calm";
import { cookiesFor } from "../support/cast";
import { control } from "../support/control";
import { Outbox, relyingParties } from "../support/deliveries";
import { discarded } from "../support/delivery-acts";
import { ask, asPage, asPoll } from "../support/http";
import { consoleRows } from "../support/rows";

type Line = {
  oauth_application_id: string;
  dead_count: number;
  discarded_count: number;
  causes: { cause: string; dead_count: number }[] | null;
};

let outbox: Outbox;
let aside = "";
beforeAll(async () => {
  await calm();
  outbox = new Outbox();
});
afterAll(async () => {
  await consoleRows("DELETE FROM delivery_discards WHERE delivery_id = $1", [aside]);
  await outbox.close();
  await calm();
});

const summary = async (email: string): Promise<Line[]> => {
  const answer = await ask({
    path: "/api/v1/admin/webhook_outbox/summary",
    headers: asPoll,
    cookies: await cookiesFor(email),
  });
  expect(answer.status).toBe(200);
  return (answer.json() as { data: Line[] }).data;
};

/** What was set aside of one relying party, by the summary. */
const ofEb = async (): Promise<Line | undefined> =>
  (await summary("mina@ops.example")).find((line) => line.oauth_application_id === relyingParties.eb);

const byHand = async (): Promise<string> => {
  const { rows } = await outbox.owner.query<{ id: string; dead: number }>(
    `SELECT oauth_application_id::text AS id, count(*)::int AS dead FROM webhook_outbox_entries
      WHERE dlq_at IS NOT NULL AND delivered_at IS NULL GROUP BY oauth_application_id ORDER BY oauth_application_id`,
  );
  return JSON.stringify(rows.map(({ id, dead }) => [id, dead]));
};

test("the summary agrees with the playbook's SQL, highest first", async () => {
  // The world goes on dying and delivering between two questions: they agree as soon as nothing came between them.
  const told = async (): Promise<string> => {
    const lines = await summary("mina@ops.example");
    const counts = lines.map(({ dead_count }) => dead_count);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    const byId = lines.toSorted((a, b) => Number(a.oauth_application_id) - Number(b.oauth_application_id));
    return JSON.stringify(byId.map((line) => [line.oauth_application_id, line.dead_count]));
  };
  await expect.poll(async () => (await told()) === (await byHand())).toBe(true);
});

test("the summary tells apart what was set aside: it stays dead", async () => {
  const before = await ofEb();
  ({ id: aside } = await discarded(consoleRows, outbox));
  const after = await ofEb();
  expect(after?.discarded_count).toBe((before?.discarded_count ?? 0) + 1);
  expect(after?.dead_count).toBeGreaterThan(0);
  expect(after?.causes).toEqual(expect.arrayContaining([expect.objectContaining({ cause: "relying_party_5xx" })]));
});

test("whoever sees counts only is told no causes, and a token of the scope read is enough", async () => {
  for (const line of await summary("sol@ops.example")) expect(line.causes).toBeNull();
  const { read, signal } = (await control.describe()).apiTokens;
  const path = "/api/v1/admin/webhook_outbox/summary";
  expect((await ask({ path, headers: bearing(read) })).status).toBe(200);
  expect((await ask({ path, headers: bearing(signal) })).json()).toMatchObject({ code: "token_scope" });
});

test("the page of deliveries says what was set aside, in its counts and at its row", async () => {
  const cookies = await cookiesFor("mina@ops.example");
  const board = await ask({ path: `/deliveries?q=${aside}`, headers: asPage, cookies });
  expect(board.text).toMatch(/>\d+ discarded</);
  const row = board.text.split(`href="/deliveries/${aside}"`)[1]?.split("</tr>")[0];
  expect(row).toContain("discarded");
  const manager = await ask({ path: "/deliveries", headers: asPage, cookies: await cookiesFor("sol@ops.example") });
  expect(manager.text).toMatch(/>\d+ discarded</);
});
