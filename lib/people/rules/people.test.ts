import { describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/roles";
import type { Standing } from "../shapes";
import { driftOfPeople, freezePeople, narrowsPeople, stillAsShown } from "./frozen";
import { sampleOf } from "./sample";
import { changesOfBlock, changesOfGrant, leavesTooFewAdmins, standingOf } from "./standing";

const ids = ["a", "b", "c"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);
const [mina = "", jae = "", ari = ""] = ids;

type Sources = Partial<Record<"clerk" | "grants" | "blocks", string[]>> & { member?: boolean };

const person = (id: string, sources: Sources = {}): Standing =>
  standingOf({ id, name: id, email: "", seenAt: null, member: true, clerk: [], grants: [], blocks: [], ...sources });

describe("what somebody may be", () => {
  it("is nothing for who left, whatever we granted", () => {
    expect(person(mina, { clerk: ["admin"], grants: ["manager"], member: false }).roles).toEqual([]);
  });

  it("has another version for each change of a source, and for leaving", () => {
    const sources: Sources[] = [
      {},
      { clerk: ["admin"] },
      { grants: ["admin"] },
      { blocks: ["admin"] },
      { clerk: ["admin"], blocks: ["admin"] },
      { clerk: ["admin"], member: false },
    ];
    expect(new Set(sources.map((each) => person(mina, each).version)).size).toBe(sources.length);
    expect(person(mina, { clerk: ["responder", "admin"] }).version).toBe(
      person(mina, { clerk: ["admin", "responder"] }).version,
    );
  });
});

describe("a grant", () => {
  const cases: [string, Sources, ReturnType<typeof changesOfGrant>][] = [
    ["begins for who has nothing", {}, { endBlock: false, addGrant: true }],
    ["ends the block and begins", { blocks: ["admin"] }, { endBlock: true, addGrant: true }],
    [
      "only ends the block of what Clerk gives",
      { clerk: ["admin"], blocks: ["admin"] },
      { endBlock: true, addGrant: false },
    ],
    ["changes nothing for who has it", { grants: ["admin"] }, { endBlock: false, addGrant: false }],
  ];
  it.each(cases)("%s", (_what, sources, changes) => {
    expect(changesOfGrant(person(mina, sources), "admin")).toEqual(changes);
  });
});

describe("a block", () => {
  it("ends the grant and begins, once", () => {
    expect(changesOfBlock(person(mina, { grants: ["admin"] }), "admin")).toEqual({ endGrant: true, addBlock: true });
    expect(changesOfBlock(person(mina, { blocks: ["admin"] }), "admin")).toEqual({ endGrant: false, addBlock: false });
  });

  const admin: Sources = { clerk: ["admin"] };
  it.each([
    ["the third of three admins", [admin, admin, admin], [ari], false],
    ["one of two admins", [admin, admin, {}], [jae], true],
    ["a responder, where two are admins", [admin, admin, {}], [ari], false],
    ["a responder, where one is admin", [admin, {}, {}], [ari], false],
    ["an admin who left", [admin, { ...admin, member: false }, admin], [jae], false],
  ] as [string, Sources[], string[], boolean][])("of %s", (_what, people, losing, tooFew) => {
    const everybody = people.map((sources, place) => person(ids[place] ?? "", sources));
    expect(leavesTooFewAdmins(everybody, new Set(losing), 2)).toBe(tooFew);
  });
});

describe("a frozen set", () => {
  const shown = [person(jae), person(mina), person(ari)];
  const now = [person(mina), person(jae, { grants: ["admin"] }), person(ari)];

  it("says who changed, of how many, whatever the order", () => {
    expect(driftOfPeople(freezePeople(shown), freezePeople(now))).toEqual({ changed: 1, total: 3 });
    expect(driftOfPeople(freezePeople(shown), freezePeople([...shown].reverse()))).toEqual({ changed: 0, total: 3 });
  });

  it("counts who is gone as changed, and leaves out who was never in it", () => {
    const frozen = freezePeople([person(mina), person(jae)]);
    expect(driftOfPeople(frozen, freezePeople([person(mina)]))).toEqual({ changed: 1, total: 2 });
    expect(stillAsShown(frozen, now).unchanged.map(({ id }) => id)).toEqual([mina]);
  });

  it.each([
    ["a part", [mina], "admin", true],
    ["the same people", [jae, mina], "admin", false],
    ["nobody", [], "admin", false],
    ["somebody new", [ari], "admin", false],
    ["a part, and somebody new", [mina, ari], "admin", false],
    ["another role", [mina], "manager", false],
  ] as [string, string[], Role, boolean][])("is narrowed by %s or not", (_what, people, role, narrows) => {
    expect(narrowsPeople({ people: [mina, jae], role: "admin" }, { people, role })).toBe(narrows);
  });
});

it("a sample names five and counts the rest", () => {
  const people = ["A", "B", "C", "D", "E", "F", "G"].map((name) => ({ name }));
  expect(sampleOf(people)).toEqual({ names: "A, B, C, D, E", more: 2 });
  expect(sampleOf(people.slice(0, 2))).toEqual({ names: "A, B", more: 0 });
});
