import { describe, expect, it } from "vitest";
import { effectiveRoles, roleFromClerk } from "./roles";

describe("effective roles", () => {
  it("are Clerk's role and our grants, less our blocks", () => {
    expect(effectiveRoles({ clerk: ["org:responder"], grants: ["manager"], blocks: [] })).toEqual([
      "responder",
      "manager",
    ]);
    expect(effectiveRoles({ clerk: ["org:admin"], grants: ["admin"], blocks: ["admin"] })).toEqual([]);
  });

  it("know only our three names, in a token's form and in Clerk's", () => {
    expect(roleFromClerk("admin")).toBe("admin");
    expect(roleFromClerk("org:manager")).toBe("manager");
    for (const stranger of ["org:member", "org:owner", "ADMIN", "org:org:admin", "", null, undefined, "__proto__"]) {
      expect(roleFromClerk(stranger)).toBeNull();
    }
  });
});
