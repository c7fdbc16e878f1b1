import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { listMembers } from "@/lib/connectors/clerk/memberships";
import { consoleDb } from "@/lib/core/db";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { listPeople } from "@/lib/people/queries/list-people";
import { codeOf, newRef } from "../support/acts";
import { formerMember } from "../support/colleagues";
import { control } from "../support/control";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { sol } from "../support/people";
import { recorded, recordedKinds } from "../support/record";
import { whileRolesAre } from "../support/roles";

let own: OwnConsole;
const worker = systemActor();
const query = async (sql: string, values: unknown[] = []) => (await own.owner.query(sql, values)).rows;

beforeAll(async () => {
  own = await enterOwnConsole();
});
afterEach(() => control.clearFault("clerk-console"));
afterAll(() => own.close());

const sync = (ref = newRef()) => performRoutine(worker, ref, { operation: "person.sync", input: {} });
const person = async (email: string) => (await listPeople(worker)).find((each) => each.email === email);
const factsOf = async (ref: string) => (await recorded(own.owner, ref)).at(-1)?.facts;

describe("person.sync", () => {
  it("knows every member before they ever come, and nobody else; a second time there is nothing to write", async () => {
    const [first, second] = [newRef(), newRef()];
    expect(codeOf(await sync(first))).toBe("ok");
    const known = (await listPeople(worker)).map(({ name, roles, member }) => [name, roles.join(), member]);
    expect(known).toEqual([
      ["Ari Levin", "admin", true],
      ["Jae Han", "admin", true],
      ["Mina Seo", "responder", true],
      ["Sol Park", "manager", true],
      ["Uma Rao", "responder", true],
    ]);
    expect(await factsOf(first)).toMatchObject({ changed: 5, joined: expect.any(Array), left: [] });
    expect(codeOf(await sync(second))).toBe("ok");
    expect(await recordedKinds(own.owner, second)).toEqual([]);
  });

  it("is the same person who signs in afterwards", async () => {
    await sync();
    const actor = await (await sol()).actor();
    expect((await person("sol@ops.example"))?.id).toBe(actor.personId);
  });

  it("empties the roles of who left, and gives them back to who returns", async () => {
    await sync();
    const [gone, back] = [newRef(), newRef()];
    await whileRolesAre(own.owner, { email: "uma@ops.example", roles: [] }, async () => {
      await sync(gone);
      expect(await person("uma@ops.example")).toMatchObject({ clerk: [], roles: [], member: false });
    });
    const { id } = (await person("uma@ops.example")) ?? {};
    expect(await factsOf(gone)).toMatchObject({ changed: 1, left: [id] });
    await sync(back);
    expect(await person("uma@ops.example")).toMatchObject({ roles: ["responder"], member: true });
    expect(await factsOf(back)).toMatchObject({ changed: 1, roles: [id] });
  });

  it("sees a role that changed, and the name that Clerk has now", async () => {
    await sync();
    await query("UPDATE people SET name = 'Old Name' WHERE email = 'uma@ops.example'");
    await whileRolesAre(own.owner, { email: "uma@ops.example", roles: ["manager"] }, async () => {
      await sync();
      expect(await person("uma@ops.example")).toMatchObject({ name: "Uma Rao", roles: ["manager"] });
    });
    await sync();
  });

  it("does not overwrite what was read live of somebody after its list began", async () => {
    await sync();
    const act = findOperation("person.sync");
    if (act?.reach !== "console") return expect.fail("there is no such operation");
    const context = { actor: worker, ref: newRef(), operationNamed: findOperation, requestId: null };
    const former = await formerMember(async (sql, values) => (await own.owner.query(sql, values)).rows);
    const shown = await act.preview(context, {});
    // Meanwhile somebody's sign-in asked Clerk about each of the two, and heard something else.
    await query(
      `UPDATE role_snapshots SET roles = '{manager}', seen_at = now() WHERE person_id = $1
          OR person_id = (SELECT id FROM people WHERE email = 'uma@ops.example')`,
      [former],
    );
    const target = shown.ok ? shown.value.target : null;
    expect(codeOf(await consoleDb().$transaction((tx) => act.run({ ...context, tx }, {}, target)))).toBe("ok");
    expect(await person("uma@ops.example")).toMatchObject({ clerk: ["manager"], member: true });
    expect((await listPeople(worker)).find(({ id }) => id === former)).toMatchObject({
      clerk: ["manager"],
      member: true,
    });
    await sync();
    expect(await person("uma@ops.example")).toMatchObject({ roles: ["responder"] });
    expect((await listPeople(worker)).find(({ id }) => id === former)).toMatchObject({ member: false });
  });

  const troubles: [string, object][] = [
    ["is a dead host", { outage: true }],
    ["answers 503", { status: 503 }],
    ["answers 429", { rateLimit: true }],
    ["answers half a JSON", { malformed: true }],
    ["does not know our organisation", { status: 404 }],
  ];
  it.each(troubles)("changes nothing, and fills no record, while Clerk %s", async (_how, fault) => {
    await sync();
    const before = await query("SELECT * FROM role_snapshots ORDER BY person_id");
    await control.setFault("clerk-console", fault);
    const ref = newRef();
    expect(codeOf(await sync(ref))).toBe("clerk_unreachable");
    expect(await recordedKinds(own.owner, ref)).toEqual([]);
    expect(await query("SELECT * FROM role_snapshots ORDER BY person_id")).toEqual(before);
  });

  it("of two workers at once makes nobody twice", async () => {
    await query("TRUNCATE people CASCADE");
    expect((await Promise.all([sync(), sync(), sync()])).map(codeOf)).toEqual(["ok", "ok", "ok"]);
    expect(await query("SELECT 1 FROM people")).toHaveLength(5);
    expect(await query("SELECT 1 FROM person_accounts")).toHaveLength(5);
  });
});

it("a list of several pages is read to its end", async () => {
  const since = new Date();
  const whole = await listMembers();
  const paged = await listMembers(2);
  expect(paged.ok && paged.value).toHaveLength(5);
  expect(paged).toEqual(whole);
  const journal = await control.journal({ neighbour: "clerk-console", since });
  expect(journal.filter(({ path }) => /memberships\?limit=2&/.test(path)).length).toBeGreaterThanOrEqual(3);
});
