import { beforeAll, expect, test } from "vitest";
import type { Role } from "@/lib/access/roles";
import { act, listActions } from "../support/actions";
import { calm } from "../support/calm";
import { ageRoleSnapshot, cookiesFor, cookiesOf, playedBy } from "../support/cast";
import { control } from "../support/control";
import { type Answer, ask, asPage, asPoll } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";

beforeAll(calm);

const get = (at: string, headers: Record<string, string>, cookies: string | undefined): Promise<Answer> =>
  ask({ path: at, headers, ...(cookies ? { cookies } : {}) });

/** Where a document is sent that may not be read: to the sign-in page or, when a token only ran out, once round to Clerk. */
const wayIn = /^\/(sign-in\?next=|__clerk\/v1\/client\/handshake\?)/;

test("a role that is taken away is gone for reads within 30 s", async () => {
  const cookies = await cookiesOf("responder", "U");
  await control.setRoles(playedBy.responder, []);
  await ageRoleSnapshot(playedBy.responder, 30);
  const answer = await get("/api/live/shell", asPoll, cookies);
  expect([answer.status, answer.json().code]).toEqual([403, "no_role"]);
  expect((await get("/deliveries", asPage, cookies)).headers.location).toMatch(wayIn);
  await calm();
  expect((await get("/api/live/shell", asPoll, cookies)).status).toBe(200);
});

test("a responder reads their own acts in the record, others read everybody's", async () => {
  await act("preview", [{ operation: "none", input: {} }], { cookies: await cookiesFor("ari@ops.example") });
  const mark = "Ari Levin";
  const since = await recordLength();
  await act("perform", [{ operation: "worker.beat", input: {} }], { cookies: await cookiesFor("ari@ops.example") });
  expect((await recordedSince(since)).map(({ actor }) => actor.name)).toEqual([mark]);
  const shown = async (role: Role): Promise<boolean> =>
    (await get("/record", asPage, await cookiesOf(role, "U"))).text.includes(mark);
  expect([await shown("responder"), await shown("admin"), await shown("manager")]).toEqual([false, true, true]);
});

test("server actions: ours, and two that Clerk's package brings along", () => {
  const names = listActions().map(({ file, name }) => `${file.startsWith("app/") ? "ours" : "clerk"} ${name}`);
  expect(names.toSorted()).toEqual([
    "clerk deleteKeylessAction",
    "clerk invalidateCacheAction",
    "ours choosePreferences",
    "ours confirm",
    "ours decide",
    "ours inspect",
    "ours offer",
    "ours offerOpening",
    "ours offerPasskey",
    "ours openBypass",
    "ours perform",
    "ours preview",
    "ours prove",
    "ours request",
  ]);
});
