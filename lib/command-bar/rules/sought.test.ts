import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { soughtOf, verbIn } from "./sought";

const uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("what a text may name", () => {
  it.each([
    ["88213402", { number: "88213402", incident: 88_213_402, code: "88213402", event: "88213402" }],
    ["42", { number: "42", incident: 42 }],
    ["9223372036854775807", { number: "9223372036854775807", event: "9223372036854775807" }],
    ["INC-42", { incident: 42, name: "INC-42", kid: "INC-42" }],
    ["#42", { incident: 42, name: "#42", kid: "#42" }],
    ["7F3A C21E", { code: "7f3ac21e", name: "7F3A C21E" }],
    ["7f3ac21e", { code: "7f3ac21e", event: "7f3ac21e", name: "7f3ac21e", kid: "7f3ac21e" }],
    [
      uuid.toUpperCase(),
      { request: uuid, event: uuid.toUpperCase(), name: uuid.toUpperCase(), kid: uuid.toUpperCase() },
    ],
    ["mina@ops.example", { email: "mina@ops.example" }],
    ["kid:whk_eb_2026", { event: "kid:whk_eb_2026", name: "kid:whk_eb_2026", kid: "whk_eb_2026" }],
    ["Podo Games", { name: "Podo Games" }],
    ["바람", { name: "바람" }],
    ["", {}],
    ["x", {}],
  ])("%s", (typed, sought) => {
    expect(soughtOf(typed)).toEqual(sought);
  });

  it("an id of Clerk's is that, and what people may be called as well", () => {
    expect(soughtOf("user_2aZ9")).toMatchObject({ clerkId: "user_2aZ9" });
  });

  it("a part of an address names nobody, and is nobody's key or name either", () => {
    for (const typed of ["mina@", "@ops.example", "mina@ops", "mina@ops.e", "ask mina@ops"])
      expect([typed, soughtOf(typed)]).toEqual([typed, {}]);
  });

  it("one id among words is looked for by itself, and the words say what to do", () => {
    expect(soughtOf("retry 88213402")).toMatchObject({ number: "88213402" });
    expect(verbIn("retry 88213402")).toBe("retry");
    expect(verbIn("전송 재시도 88213402")).toBe("전송 재시도");
  });

  it("of two ids among words none is guessed", () => {
    expect(soughtOf("retry 1 2").number).toBeUndefined();
    expect(verbIn("retry 1 2")).toBe("retry 1 2");
  });

  it("figures of an East Asian keyboard are figures", () => {
    expect(soughtOf("　８８２　")).toEqual(soughtOf("882"));
  });

  it.each(["0", "-1", "1e3", "9223372036854775808", "99999999999999999999", "51'--"])("%s is no id", (typed) => {
    expect(soughtOf(typed).number).toBeUndefined();
  });

  it("never fails, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (typed) => {
        soughtOf(typed);
        verbIn(typed);
      }),
    );
  });
});
