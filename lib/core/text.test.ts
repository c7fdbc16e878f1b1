import { describe, expect, it } from "vitest";
import { clip, inert } from "./text";

describe("text from outside", () => {
  it("shows bidi overrides, zero-widths and ANSI escapes instead of obeying them", () => {
    expect(inert("a\u202Eb")).toBe("a⟨U+202E⟩b");
    expect(inert("pay\u200Bpal")).toBe("pay⟨U+200B⟩pal");
    expect(inert("\u001B[31mred")).toBe("⟨U+001B⟩[31mred");
    expect(inert("nul\u0000")).toBe("nul⟨U+0000⟩");
  });

  it("keeps Korean, emoji, tabs and line feeds as they are", () => {
    expect(inert("전송 실패 🧨\n\tok")).toBe("전송 실패 🧨\n\tok");
  });

  it("shows a lone surrogate, which no font can", () => {
    expect(inert("x\uD83Dy")).toBe("x⟨U+D83D⟩y");
    expect(inert("x\uDE00y")).toBe("x⟨U+DE00⟩y");
  });

  it("clips without splitting a character", () => {
    expect(clip("ab🧨", 3)).toBe("ab…");
    expect(clip("short", 10)).toBe("short");
  });
});
