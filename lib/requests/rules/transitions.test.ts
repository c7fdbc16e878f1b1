import { describe, expect, it } from "vitest";
import { requestStates } from "../shapes";
import { isFinal, isOpen, mayBecome, statesBefore } from "./transitions";

describe("the life of a request", () => {
  it("runs only from ready, and only once", () => {
    expect(statesBefore("running")).toEqual(["ready"]);
    expect(mayBecome("running", "ready")).toBe(false);
  });

  it("never leaves a final state, and unknown is not final", () => {
    for (const final of ["succeeded", "failed", "denied", "withdrawn", "expired", "superseded"] as const)
      expect(isFinal(final)).toBe(true);
    expect(isFinal("unknown")).toBe(false);
    expect(requestStates.filter((to) => mayBecome("unknown", to))).toEqual(["succeeded", "failed"]);
  });

  it("can be withdrawn, denied or expired only before it runs", () => {
    for (const end of ["withdrawn", "expired"] as const)
      for (const from of statesBefore(end)) expect(isOpen(from)).toBe(true);
    expect(mayBecome("running", "withdrawn")).toBe(false);
    expect(mayBecome("ready", "denied")).toBe(true);
  });
});
