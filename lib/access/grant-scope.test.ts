import { describe, expect, it } from "vitest";
import { grantScope } from "./grant-scope";
import { operationPolicy } from "./policy";

describe("what a break-glass grant gives", () => {
  const { free, proved, second, never } = grantScope();

  it("tells of every operation that people have, once", () => {
    const told = [...free, ...proved, ...second, ...never];
    const people = Object.entries(operationPolicy).filter(([, { risk }]) => risk !== "system");
    expect([...told].sort()).toEqual(people.map(([name]) => name).sort());
  });

  it("is a retry with a proof and a note without one; settings, roles and passkeys are never in it", () => {
    expect(proved).toContain("delivery.retry");
    expect(free).toContain("delivery.annotate");
    expect(never).toEqual(expect.arrayContaining(["person.grant-role", "channel.route", "passkey.add"]));
  });
});
