import { describe, expect, it } from "vitest";
import { printedCode } from "./recovery-code";
import { codeHash, countedAs, isPin, newSalt, pinHash } from "./secrets";

describe("a printed code", () => {
  it("is known by its hash under its sheet's salt, however it is typed", async () => {
    const [salt, code] = [newSalt(), printedCode(Uint8Array.from({ length: 16 }, (_, place) => place * 9))];
    const stored = await codeHash(code, salt);
    expect(await codeHash(code.toLowerCase().replaceAll("-", " "), salt)).toBe(stored);
    expect(await codeHash(code, newSalt())).not.toBe(stored);
    expect(await codeHash(`${code}0`, salt)).not.toBe(stored);
  });
});

describe("a PIN", () => {
  it("is known by its hash, and never stands in it", async () => {
    const stored = await pinHash("804213");
    expect(stored).not.toContain("804213");
    expect(await isPin("804213", stored)).toBe(true);
    expect(await isPin("804214", stored)).toBe(false);
    expect(await pinHash("804213")).not.toBe(stored);
  });

  it("is wrong where there is none", async () => {
    expect(await isPin("", null)).toBe(false);
    expect(await isPin("804213", null)).toBe(false);
    expect(await isPin("", ".")).toBe(false);
  });
});

it("whoever is counted is not readable from it", () => {
  expect(countedAs("mina@ops.example", "k".repeat(32))).toMatch(/^[0-9a-f]{64}$/);
  expect(countedAs("mina@ops.example", "k".repeat(32))).not.toBe(countedAs("mina@ops.example", "l".repeat(32)));
});
