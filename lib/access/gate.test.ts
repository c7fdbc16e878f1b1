import { describe, expect, it } from "vitest";
import { openGateNote, sealGateNote } from "./gate";

const key = "k".repeat(32);
const gate = { stripped: ["x-clerk-auth-token"], refusal: "cross_site" as const, path: "/deliveries" };

describe("the gate's note", () => {
  it("arrives as it was sealed", () => {
    expect(openGateNote(sealGateNote(gate, key), key)).toEqual(gate);
  });

  it("is nothing when forged, changed or sealed with another key", () => {
    const sealed = sealGateNote(gate, key);
    const [text = "", seal = ""] = sealed.split(".");
    const changed = Buffer.from(JSON.stringify({ ...gate, refusal: null })).toString("base64url");
    for (const forged of [
      null,
      "",
      "a.b",
      `${changed}.${seal}`,
      `${text}.`,
      `${sealed}.x`,
      sealGateNote(gate, "x".repeat(32)),
    ]) {
      expect(openGateNote(forged, key), String(forged)).toBeNull();
    }
  });
});
