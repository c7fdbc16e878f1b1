import { describe, expect, it } from "vitest";
import { insertSorted } from "./insert";
import { namesOf } from "./names";
import { policyLine } from "./templates";

describe("a new operation", () => {
  it("is named after its noun and its verb", () => {
    expect(namesOf("relying-party.switch-on")).toEqual({
      operation: "relying-party.switch-on",
      file: "switch-on-relying-party",
      constant: "switchOnRelyingParty",
    });
  });

  it.each(["delivery", "Delivery.retry", "delivery.retry.now", "delivery.", ".retry", "delivery retry", "../x.y"])(
    "may not be called %s",
    (name) => {
      expect(namesOf(name)).toBeUndefined();
    },
  );

  it("takes its place in the alphabet, also before the first and after the last", () => {
    const list = "const all = [\n  beat,\n  retry,\n];";
    const isOfBlock = /^ {2}\w+,$/;
    expect(insertSorted(list, "  annotate,", isOfBlock)).toBe("const all = [\n  annotate,\n  beat,\n  retry,\n];");
    expect(insertSorted(list, "  pause,", isOfBlock)).toBe("const all = [\n  beat,\n  pause,\n  retry,\n];");
    expect(insertSorted(list, "  withdraw,", isOfBlock)).toBe("const all = [\n  beat,\n  retry,\n  withdraw,\n];");
  });

  it("does not guess where the list has gone", () => {
    expect(() => insertSorted("nothing here", "  pause,", /^ {2}\w+,$/)).toThrow("no line looks like");
  });

  it("starts with a policy that denies everybody who is not named", () => {
    const names = namesOf("delivery.resolve");
    if (!names) throw new Error("no name");
    const roles = ["responder", "admin", "manager"];
    expect(policyLine({ names, risk: "guarded", allows: ["admin"] }, roles)).toBe(
      '  "delivery.resolve": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },',
    );
  });
});
