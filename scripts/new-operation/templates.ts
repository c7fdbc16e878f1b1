import type { Names } from "./names";

export type Wish = { names: Names; risk: string; allows: string[] };

/** A file that compiles and refuses to run: what it does is for a person to write. */
export function operationText({ names, risk, allows }: Wish): string {
  return `import "server-only";
import { z } from "zod";
import { ok } from "@/lib/core/errors";
import { defineOperation, quietPreview } from "./define";

/**
 * One sentence: what it does, to what, and what a person sees afterwards.
 * @refuses the codes of its guards
 */
export const ${names.constant} = defineOperation({
  name: "${names.operation}",
  risk: "${risk}",
  allows: [${allows.map((role) => `"${role}"`).join(", ")}],
  reach: "console",
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("${names.operation}"));
  },

  async run() {
    throw new Error("${names.operation} is not written yet");
  },
});
`;
}

/** Red until somebody writes down what the operation promises. */
export function testText({ names }: Wish): string {
  return `import { describe, expect, it } from "vitest";

describe("${names.operation}", () => {
  it("does what its first sentence promises", () => {
    expect.fail("write down what ${names.operation} promises, then what it refuses");
  });
});
`;
}

/** One row of the policy table. */
export function policyLine({ names, risk, allows }: Wish, roles: readonly string[]): string {
  const allowed = risk === "guarded" || risk === "grave" || risk === "emergency" ? "prove" : "yes";
  const cells = roles.map((role) => `${role}: "${allows.includes(role) ? allowed : "no"}"`);
  return `  "${names.operation}": { risk: "${risk}", ${cells.join(", ")}, grant: "no" },`;
}
