import { beforeAll, expect, test } from "vitest";
import { act } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesOf } from "../support/cast";
import { healthyAgain, listDead } from "../support/dead-letters";
import { confirmedNow } from "../support/exports";
import { type Answer, ask } from "../support/http";
import { consoleRows } from "../support/rows";
import { world } from "../support/world";

beforeAll(calm);

/** An export of two deliveries that the responder asked for and that was confirmed just now. */
async function confirmed(): Promise<{ ids: string[]; path: string }> {
  const ids = (await listDead(healthyAgain.id, 2)).map(({ id }) => id);
  const asking = { operation: "delivery.export", input: { of: { ids } }, reason: "The app owner asks." };
  const asked = await act("request", [asking], { cookies: await cookiesOf("responder", "S") });
  if (!asked.ok) throw new Error(asked.refusal.code);
  await consoleRows(confirmedNow, [asked.value.id]);
  return { ids, path: `/api/exports/${String(asked.value.id)}` };
}

/** As a form of ours is sent, unless told otherwise. */
const send = (path: string, cookies?: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask({
    method: "POST",
    path,
    ...(cookies ? { cookies } : {}),
    headers: {
      origin: world().consoleUrl,
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    body: "",
  });

test("F-11: the file of an export comes once, as an attachment with a harmless name, to its own person", async () => {
  const { ids, path } = await confirmed();
  const refused = async (answer: Promise<Answer>) => {
    const { status, json } = await answer;
    return [status, json().code];
  };
  expect(await refused(send(path, await cookiesOf("admin", "U")))).toEqual([403, "request_not_yours"]);
  expect(await refused(send(path, await cookiesOf("manager", "U")))).toEqual([403, "not_allowed"]);
  expect(await refused(send(path))).toEqual([401, "not_signed_in"]);
  const cookies = await cookiesOf("responder", "U");
  expect(await refused(send(path, cookies, { origin: "https://elsewhere.example" }))).toEqual([403, "cross_site"]);
  expect((await ask({ path, cookies })).status).toBe(405);
  const file = await send(path, cookies);
  expect(file.status).toBe(200);
  expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(file.headers["content-disposition"]).toMatch(/^attachment; filename="deliveries-\d{8}T\d{6}Z\.csv"$/);
  expect(file.headers["x-content-type-options"]).toBe("nosniff");
  expect(file.headers["cache-control"]).toContain("no-store");
  const lines = file.text.split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFF"delivery_id",/);
  expect(lines.slice(1, -1).map((line) => /^"(\d+)"/.exec(line)?.[1])).toEqual(
    ids.toSorted((a, b) => Number(b) - Number(a)),
  );
  expect(await refused(send(path, cookies))).toEqual([409, "file_taken"]);
});
