import { afterEach, beforeAll, expect, test } from "vitest";
import { calm } from "../support/calm";
import { cookiesFor, cookiesOf, playedBy } from "../support/cast";
import { control } from "../support/control";
import { forgetGrants, heldGrant } from "../support/grants";
import { type Answer, ask, asPage, asPoll } from "../support/http";
import { consoleRows } from "../support/rows";
import { world } from "../support/world";

beforeAll(calm);
afterEach(async () => {
  await forgetGrants(consoleRows);
  await calm();
});

const view = async (): Promise<Record<string, unknown>> =>
  (await ask({ path: "/api/break-glass", headers: asPoll })).json();

async function within(limitMs: number, work: Promise<Answer>): Promise<Answer> {
  const began = Date.now();
  const answer = await work;
  expect(Date.now() - began).toBeLessThan(limitMs);
  return answer;
}

test("a stranger may know whether the door could be opened, and neither who is enrolled nor who is in", async () => {
  await heldGrant(consoleRows, { email: playedBy.responder });
  const seen = await view();
  expect(Object.keys(seen).sort()).toEqual(["armed", "clerk", "flag", "held", "missing", "now", "writable"]);
  expect(seen).toMatchObject({ flag: false, held: false, writable: true });
  const page = (await ask({ path: "/break-glass", headers: asPage })).text;
  const people = await consoleRows<{ name: string; email: string; id: string }>(
    "SELECT id::text, name, email FROM people",
  );
  const named = people.filter(({ id, email }) => `${page}${JSON.stringify(seen)}`.match(new RegExp(`${id}|${email}`)));
  expect(named).toEqual([]);
});

test("the page asks nothing of Clerk, and comes within 2 s with Clerk hanging, whatever cookies a browser has", async () => {
  const key = world().env.product.CLERK_PUBLISHABLE_KEY ?? "";
  const brought = [
    undefined,
    await cookiesFor(playedBy.admin),
    await cookiesOf("responder", "X"),
    await cookiesOf("responder", "F"),
  ];
  await control.setFault("clerk-console", { hang: true });
  for (const cookies of brought) {
    const answer = await within(2_000, ask({ path: "/break-glass", headers: asPage, ...(cookies ? { cookies } : {}) }));
    expect([answer.status, answer.headers.location]).toEqual([200, undefined]);
    expect(answer.text).not.toMatch(/__clerk|clerk-js|clerk\.browser/);
    expect(answer.text).not.toContain(key);
  }
});

/** What a reader sees of a page, without the moment in which it was made. */
const read = (html: string): string =>
  html.replaceAll(/<script.*?<\/script>|<[^>]*>|\d+\s(s|min)\b/gs, " ").replaceAll(/\s+/g, " ");

test("it says the same to everybody, whoever they may be to Clerk", async () => {
  const nobody = await ask({ path: "/break-glass", headers: asPage });
  for (const cookies of [await cookiesFor(playedBy.admin), await cookiesFor("theo@ops.example")])
    expect(read((await ask({ path: "/break-glass", headers: asPage, cookies })).text)).toBe(read(nobody.text));
});

test("whoever is in already is led on", async () => {
  const { cookie } = await heldGrant(consoleRows, { email: playedBy.responder });
  const answer = await ask({ path: "/break-glass?next=/operations", headers: asPage, cookies: cookie });
  expect([answer.status, answer.headers.location]).toEqual([307, "/operations"]);
});
