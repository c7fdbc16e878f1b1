import { describe, expect, it } from "vitest";
import { faultOf, type Holder, isEnrollable, judgeReadiness } from "./readiness";

const mina: Holder = {
  roles: ["responder"],
  lockedOut: false,
  roleAgeDays: 0.1,
  passkeys: 0,
  codesLeft: 10,
  drillAgeDays: 10,
};
const jae: Holder = { ...mina, roles: ["admin"], passkeys: 1, codesLeft: null, drillAgeDays: null };
const nothingOwed = { reviewsOwed: 0 };

describe("somebody who is enrolled", () => {
  it.each<[string, Partial<Holder>, ReturnType<typeof faultOf>]>([
    ["with codes and no passkey", {}, null],
    ["with a passkey and no sheet", { passkeys: 1, codesLeft: null }, null],
    ["with a passkey and a sheet that is used up", { passkeys: 1, codesLeft: 0 }, null],
    ["with one code left", { codesLeft: 1 }, null],
    ["whose role was seen thirty days ago", { roleAgeDays: 30 }, null],
    ["whose role was seen a moment before that", { roleAgeDays: 30.001 }, "role_stale"],
    ["whose role nobody ever saw", { roleAgeDays: null }, "role_stale"],
    ["with neither passkey nor sheet", { codesLeft: null }, "no_factor"],
    ["whose ten codes are used", { codesLeft: 0 }, "codes_used_up"],
    ["who is but a manager now", { roles: ["manager"] }, "role_missing"],
    ["who has left", { roles: [] }, "role_missing"],
    ["who is locked out", { roles: [], lockedOut: true }, "locked_out"],
    ["who is locked out, whatever Clerk says", { lockedOut: true }, "locked_out"],
  ])("%s", (_who, change, fault) => {
    expect(faultOf({ ...mina, ...change })).toBe(fault);
  });

  it("is a responder or an admin", () => {
    expect([["responder"], ["admin"], ["admin", "manager"]].map((roles) => isEnrollable(roles as []))).toEqual([
      true,
      true,
      true,
    ]);
    expect([isEnrollable(["manager"]), isEnrollable([])]).toEqual([false, false]);
  });
});

describe("the door", () => {
  it.each<[string, Holder[], number, ReturnType<typeof judgeReadiness>["missing"]]>([
    ["two people who could come in, one of whom drilled", [mina, jae], 0, []],
    ["a third who could not", [mina, jae, { ...jae, passkeys: 0 }], 0, []],
    ["nobody", [], 0, ["too_few_enrolled", "never_drilled"]],
    ["one person", [mina], 0, ["too_few_enrolled"]],
    ["two people, one of whom could not come in", [mina, { ...jae, roles: [] }], 0, ["too_few_usable"]],
    [
      "three people, two of whom could not",
      [mina, { ...jae, passkeys: 0 }, { ...mina, codesLeft: 0 }],
      0,
      ["too_few_usable"],
    ],
    ["nobody who ever drilled", [{ ...mina, drillAgeDays: null }, jae], 0, ["never_drilled"]],
    ["a drill ninety days ago", [{ ...mina, drillAgeDays: 90 }, jae], 0, []],
    ["a drill a moment before that", [{ ...mina, drillAgeDays: 90.001 }, jae], 0, ["drill_old"]],
    [
      "an old drill of one and a young one of the other",
      [
        { ...mina, drillAgeDays: 200 },
        { ...jae, drillAgeDays: 3 },
      ],
      0,
      [],
    ],
    ["a review that is owed", [mina, jae], 1, ["review_unfiled"]],
    [
      "everything at once",
      [
        { ...mina, drillAgeDays: 91 },
        { ...jae, passkeys: 0 },
      ],
      2,
      ["too_few_usable", "drill_old", "review_unfiled"],
    ],
  ])("with %s", (_what, holders, reviewsOwed, missing) => {
    expect(judgeReadiness(holders, { reviewsOwed })).toMatchObject({ armed: missing.length === 0, missing });
  });

  it("tells how many could come in, and the youngest drill", () => {
    expect(judgeReadiness([mina, { ...jae, drillAgeDays: 4 }, { ...jae, passkeys: 0 }], nothingOwed)).toMatchObject({
      usable: 2,
      drillAgeDays: 4,
    });
    expect(judgeReadiness([jae], nothingOwed).drillAgeDays).toBeNull();
  });
});
