import { describe, expect, it } from "vitest";
import { printedCode, readCode } from "./recovery-code";

const none = new Uint8Array(16);
const all = new Uint8Array(16).fill(255);
const some = Uint8Array.from({ length: 16 }, (_, place) => place * 16 + 7);

describe("a printed code", () => {
  it("carries all of its 128 bits", () => {
    expect(printedCode(none)).toBe("00000-00000-00000-00000-000000");
    expect(printedCode(all)).toBe("7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZZ");
    const bent = Array.from({ length: 128 }, (_, bit) => {
      const bytes = Uint8Array.from(some);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return printedCode(bytes);
    });
    expect(new Set([printedCode(some), ...bent]).size).toBe(129);
  });

  it("is made of sixteen bytes and nothing else", () => {
    expect(() => printedCode(new Uint8Array(15))).toThrow();
    expect(() => printedCode(new Uint8Array(17))).toThrow();
  });

  const code = printedCode(some);
  it.each([
    ["as it is printed", code],
    ["in small letters", code.toLowerCase()],
    ["without its dashes", code.replaceAll("-", "")],
    ["with gaps and another dash", ` ${code.replaceAll("-", " – ")} `],
    ["with letters for the digits that look like them", code.replaceAll("0", "o").replaceAll("1", "l")],
  ])("is read %s", (_how, typed) => {
    expect(readCode(typed)).toBe(code);
  });

  it.each([
    ["nothing", ""],
    ["one character less", code.slice(0, -1)],
    ["one character more", `${code}0`],
    ["a letter that is never printed", code.replace(/.$/, "U")],
    ["more than 128 bits", code.replace(/^./, "8")],
    ["the code of an app", "424242"],
  ])("is not read from %s", (_what, typed) => {
    expect(readCode(typed)).toBeNull();
  });
});
