import { afterAll, beforeAll, expect, test } from "vitest";
import { bearing } from "../support/api-tokens";
import { calm } from "../support/calm";
import { cookiesFor } from "../support/cast";
import { control } from "../support/control";
import { ask, asPoll } from "../support/http";
import { openIncident } from "../support/incidents";
import { consoleRows } from "../support/rows";

let cookies = "";
beforeAll(async () => {
  await calm();
  cookies = await cookiesFor("sol@ops.example");
});
afterAll(calm);

const get = (path: string) => ask({ path, headers: asPoll, cookies });

test("programs read incidents as a list with a cursor, and one by its number", async () => {
  const title = "Clerk is down <b>\u202e";
  const number = await openIncident(consoleRows, { title });
  const listed = (await get("/api/v1/incidents?state=open")).json();
  expect(listed).toMatchObject({ nextCursor: null, data: [{ number, title, state: "open", severity: "sev1" }] });
  const one = (await get(`/api/v1/incidents/${number}`)).json();
  expect(one).toMatchObject({ number, title, category: "clerk_outage", declaredBy: "Mina Seo", timeline: [] });
});

test("a token of the scope read is enough, and one of another scope is not", async () => {
  const { read, signal } = (await control.describe()).apiTokens;
  const number = await openIncident(consoleRows);
  for (const path of ["/api/v1/incidents", `/api/v1/incidents/${number}`]) {
    expect((await ask({ path, headers: bearing(read) })).status).toBe(200);
    const refused = await ask({ path, headers: bearing(signal) });
    expect([refused.status, refused.json()]).toMatchObject([403, { code: "token_scope" }]);
  }
});

test("the cursor leads through all of them, once each", async () => {
  const numbers = await Promise.all(Array.from({ length: 60 }, () => openIncident(consoleRows)));
  const first = (await get("/api/v1/incidents")).json() as { data: { number: number }[]; nextCursor: string };
  expect(first.data).toHaveLength(50);
  const second = (await get(`/api/v1/incidents?cursor=${first.nextCursor}`)).json() as typeof first;
  const seen = [...first.data, ...second.data].map(({ number }) => number);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(numbers));
  expect(second.nextCursor).toBeNull();
});

test.each([
  ["/api/v1/incidents/999999999", 404, "incident_not_found"],
  ["/api/v1/incidents/01", 404, "incident_not_found"],
  ["/api/v1/incidents/9999999999999", 404, "incident_not_found"],
  ["/api/v1/incidents/1%27--", 404, "incident_not_found"],
  ["/api/v1/incidents?state=weather", 422, "invalid_input"],
  ["/api/v1/incidents?cursor=x", 422, "invalid_input"],
  ["/api/v1/incidents?cursor=99999999999", 422, "invalid_input"],
  ["/api/live/incident?number=x", 404, "incident_not_found"],
])("%s answers %i %s", async (path, status, code) => {
  const answer = await get(path);
  expect([answer.status, answer.json()]).toMatchObject([status, { code }]);
});
