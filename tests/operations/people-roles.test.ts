import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OperationName } from "@/lib/access/policy";
import { confirmStanding } from "@/lib/access/session";
import { consoleDb } from "@/lib/core/db";
import type { Result } from "@/lib/core/errors";
import { findOperation } from "@/lib/operations/registry";
import { listPeople } from "@/lib/people/queries/list-people";
import { freezePeople } from "@/lib/people/rules/frozen";
import { codeOf, newRef } from "../support/acts";
import { giveAll, newColleagues } from "../support/colleagues";
import { control } from "../support/control";
import type { Person } from "../support/people";
import { recorded } from "../support/record";
import { whileRolesAre } from "../support/roles";
import { Stage } from "../support/stage";

let stage: Stage;
const query = async (sql: string, values: unknown[] = []) => (await stage.cast.own.owner.query(sql, values)).rows;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const idOf = async (person: Person): Promise<string> => (await person.actor()).personId;
const operation = (name: OperationName) => findOperation(name) ?? expect.fail(name);

async function carryOut(name: OperationName, input: object, ref = newRef(), before = async () => {}) {
  const { admin } = stage.cast.people;
  const request = await stage.ready(operation(name), { person: admin, input: { ...input } });
  await before();
  return stage.confirm(request, ref);
}

/** What a person may be, and how many rows say so. */
async function rolesOf(id: string): Promise<{ grants: string[]; blocks: string[]; history: number }> {
  const [row] = await query(
    `SELECT ARRAY(SELECT role FROM role_grants WHERE person_id = $1 AND ended_at IS NULL ORDER BY role) AS grants,
            ARRAY(SELECT role FROM role_blocks WHERE person_id = $1 AND ended_at IS NULL ORDER BY role) AS blocks,
            (SELECT count(*)::int FROM (SELECT id FROM role_grants WHERE person_id = $1
              UNION ALL SELECT id FROM role_blocks WHERE person_id = $1) AS every) AS history`,
    [id],
  );
  return row as Awaited<ReturnType<typeof rolesOf>>;
}

const outcomeOf = (result: Result<unknown>) => (result.ok ? (result.value as { outcome: object }).outcome : result);

describe("person.grant-role and person.block-role", () => {
  it("act on who is still as shown, skip who changed, and say whom", async () => {
    const people = await newColleagues(
      query,
      Array.from({ length: 11 }, () => "responder"),
    );
    const [first = "", changed = "", ...others] = people;
    const ref = newRef();
    const done = await carryOut("person.grant-role", { people, role: "admin" }, ref, () =>
      giveAll(query, [changed], "manager"),
    );
    expect(outcomeOf(done)).toMatchObject({
      facts: { role: "admin", granted: 10, skipped: 1, people: [first, ...others].sort(), skippedPeople: [changed] },
    });
    expect((await recorded(stage.cast.own.owner, ref)).at(-1)).toMatchObject({ kind: "outcome" });
    expect(await rolesOf(first)).toMatchObject({ grants: ["admin"], blocks: [] });
    expect(await rolesOf(changed)).toMatchObject({ grants: ["manager"], blocks: [] });
    const kept = await query("SELECT request_id FROM role_grants WHERE person_id = $1", [first]);
    expect(kept).toMatchObject([{ request_id: expect.any(String) }]);
  });

  it("end each other, and forget nothing", async () => {
    const [id = ""] = await newColleagues(query, ["responder"]);
    const change = (name: OperationName) => carryOut(name, { people: [id], role: "manager" }).then(codeOf);
    expect(await change("person.grant-role")).toBe("ok");
    expect(await rolesOf(id)).toEqual({ grants: ["manager"], blocks: [], history: 1 });
    expect(await change("person.block-role")).toBe("ok");
    expect(await rolesOf(id)).toEqual({ grants: [], blocks: ["manager"], history: 2 });
    expect(await change("person.grant-role")).toBe("ok");
    expect(await rolesOf(id)).toEqual({ grants: ["manager"], blocks: [], history: 3 });
  });

  it("a grant of what Clerk gives ends the block and adds nothing", async () => {
    const [id = ""] = await newColleagues(query, ["responder"]);
    await carryOut("person.block-role", { people: [id], role: "responder" });
    await carryOut("person.grant-role", { people: [id], role: "responder" });
    expect(await rolesOf(id)).toEqual({ grants: [], blocks: [], history: 1 });
  });

  const refused: [string, OperationName, () => Promise<object>, string][] = [
    [
      "a role that all hold",
      "person.grant-role",
      async () => ({ people: await newColleagues(query, ["admin"]), role: "admin" }),
      "nothing_to_change",
    ],
    [
      "nobody known",
      "person.block-role",
      async () => ({ people: [crypto.randomUUID()], role: "admin" }),
      "person_not_found",
    ],
    [
      "somebody twice",
      "person.grant-role",
      async () => {
        const [id] = await newColleagues(query, ["admin"]);
        return { people: [id, id], role: "manager" };
      },
      "invalid_input",
    ],
    [
      "more than 200",
      "person.block-role",
      async () => ({ people: Array.from({ length: 201 }, () => crypto.randomUUID()), role: "admin" }),
      "invalid_input",
    ],
    ["nobody at all", "person.grant-role", async () => ({ people: [], role: "admin" }), "invalid_input"],
    [
      "a role that is none",
      "person.grant-role",
      async () => ({ people: await newColleagues(query, ["admin"]), role: "owner" }),
      "invalid_input",
    ],
    [
      "who left",
      "person.grant-role",
      async () => {
        const people = await newColleagues(query, ["responder"]);
        await query("UPDATE people SET left_at = now() WHERE id = $1", people);
        return { people, role: "admin" };
      },
      "not_a_member",
    ],
  ];
  it.each(refused)("refuse %s", async (_what, name, input, code) => {
    const actor = await stage.cast.people.admin.actor();
    expect(codeOf(await stage.ask(operation(name), actor, await input()))).toBe(code);
  });
});

describe("two admins", () => {
  const everybodyElse = () =>
    query(
      "UPDATE role_snapshots SET roles = '{manager}' WHERE person_id IN (SELECT id FROM people WHERE email LIKE '%colleagues.example')",
    );
  const noGrants = () => query("UPDATE role_grants SET ended_at = now() WHERE ended_at IS NULL");
  const alone = async () => {
    await everybodyElse();
    await noGrants();
  };

  it("always remain: who would leave fewer is refused when asking", async () => {
    await alone();
    const actor = await stage.cast.people.admin.actor();
    for (const people of [[await idOf(stage.cast.approver)], [actor.personId]])
      expect(codeOf(await stage.ask(operation("person.block-role"), actor, { people, role: "admin" }))).toBe(
        "too_few_admins",
      );
  });

  it("remain also when the third one went meanwhile", async () => {
    await alone();
    const [third = ""] = await newColleagues(query, ["admin"]);
    const people = [await idOf(stage.cast.approver)];
    const request = await stage.ready(operation("person.block-role"), {
      person: stage.cast.people.admin,
      input: { people, role: "admin" },
    });
    const lost = await carryOut("person.block-role", { people: [third], role: "admin" });
    expect(codeOf(lost)).toBe("ok");
    expect(codeOf(await stage.confirm(request))).toBe("too_few_admins");
    expect((await rolesOf(people[0] ?? "")).blocks).toEqual([]);
  });

  it.each([
    ["person.block-role", { role: "admin" }],
    ["person.lock-out", {}],
  ] as const)("remain when %s begins to run after another run took them away", async (name, rest) => {
    await alone();
    const [actor, id] = [await stage.cast.people.admin.actor(), await idOf(stage.cast.approver)];
    const act = operation(name);
    if (act.reach !== "console") return expect.fail("it reaches the world");
    const frozen = freezePeople((await listPeople(actor)).filter((person) => person.id === id));
    const own = "UPDATE role_snapshots SET roles = '{manager}' WHERE person_id = $1";
    await query(own, [actor.personId]);
    const context = { actor, ref: newRef(), operationNamed: findOperation, requestId: null };
    const input = name === "person.lock-out" ? { id } : { people: [id], ...rest };
    const ran = consoleDb().$transaction((tx) => act.run({ ...context, tx }, input, frozen));
    expect(codeOf(await ran)).toBe("too_few_admins");
    await query(own.replace("manager", "admin"), [actor.personId]);
  });

  it("an admin may lose the role by their own hand while two others hold it", async () => {
    await alone();
    await newColleagues(query, ["admin"]);
    const own = await idOf(stage.cast.people.admin);
    const done = await carryOut("person.block-role", { people: [own], role: "admin" });
    expect(codeOf(done)).toBe("ok");
    expect(
      codeOf(await stage.ask(operation("person.block-role"), await stage.cast.people.admin.identified(), {})),
    ).toBe("no_role");
    await query("UPDATE role_blocks SET ended_at = now() WHERE person_id = $1", [own]);
  });
});

describe("person.lock-out", () => {
  it("blocks every role of one person at once, whom the console refuses from then on", async () => {
    const id = await idOf(stage.cast.approver);
    expect(codeOf(await carryOut("person.lock-out", { id }))).toBe("ok");
    expect((await rolesOf(id)).blocks).toEqual(["admin", "manager", "responder"]);
    expect(await stage.cast.approver.identified()).toMatchObject({ kind: "visitor", refusal: { code: "no_role" } });
    const actor = await stage.cast.people.admin.actor();
    expect(codeOf(await stage.ask(operation("person.lock-out"), actor, { id }))).toBe("nothing_to_change");
    await query("UPDATE role_blocks SET ended_at = now() WHERE person_id = $1", [id]);
  });

  it("is taken back by a grant", async () => {
    const [id = ""] = await newColleagues(query, ["responder"]);
    await carryOut("person.lock-out", { id });
    expect(codeOf(await carryOut("person.grant-role", { people: [id], role: "responder" }))).toBe("ok");
    expect(await rolesOf(id)).toMatchObject({ grants: [], blocks: ["admin", "manager"] });
  });

  it("is not for oneself", async () => {
    const actor = await stage.cast.people.admin.actor();
    expect(codeOf(await stage.ask(operation("person.lock-out"), actor, { id: actor.personId }))).toBe("not_on_oneself");
  });

  it("of two admins who lock each other out at once, one stays", async () => {
    const { admin } = stage.cast.people;
    const [first, second] = [await idOf(admin), await idOf(stage.cast.approver)];
    const [one, two] = [
      await stage.ready(operation("person.lock-out"), { person: admin, input: { id: second } }),
      await stage.ready(operation("person.lock-out"), { person: stage.cast.approver, input: { id: first } }),
    ];
    await query("UPDATE role_snapshots SET roles = '{manager}' WHERE person_id NOT IN ($1, $2)", [first, second]);
    await query("UPDATE role_grants SET ended_at = now() WHERE ended_at IS NULL");
    const codes = (await Promise.all([stage.confirm(one), stage.confirm(two)])).map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    await query("UPDATE role_blocks SET ended_at = now()");
  });
});

it("our grant is worth nothing to who is no longer in the organisation", async () => {
  const { responder } = stage.cast.people;
  const actor = await responder.actor();
  await giveAll(query, [actor.personId], "admin");
  await whileRolesAre(stage.cast.own.owner, { email: responder.email, roles: [] }, async () => {
    expect(await confirmStanding(actor)).toMatchObject({ ok: true, value: { roles: [] } });
    expect(await query("SELECT left_at FROM people WHERE id = $1", [actor.personId])).toMatchObject([
      { left_at: expect.any(String) },
    ]);
  });
  await control.setRoles(responder.email, ["responder"]);
  expect(await confirmStanding(actor)).toMatchObject({ ok: true, value: { roles: ["responder", "admin"] } });
  expect(await query("SELECT left_at FROM people WHERE id = $1", [actor.personId])).toEqual([{ left_at: null }]);
});
