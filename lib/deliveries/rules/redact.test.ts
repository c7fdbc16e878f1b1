import { describe, expect, it } from "vitest";
import { openPayload, previewBytes, redactPayload } from "./redact";

const shown = (json: string): string =>
  redactPayload(json)
    .segments.map(({ text }) => text)
    .join("");

describe("a payload on a page", () => {
  it("shows its shape and its type, and hides whom it is about", () => {
    const text = shown(
      '{"type":"identity.linked","email":"kim@home.example","phone":"010-1234-5678","nested":{"name":"김민아","rrn":"900101-1234567"},"linked_at":"2026-11-21T13:14:08Z"}',
    );
    expect(text).toContain('"type": "identity.linked"');
    expect(text).toContain('"linked_at": "2026-11-21T13:14:08Z"');
    for (const secret of ["kim", "home.example", "1234", "김민아", "900101"]) expect(text).not.toContain(secret);
  });

  it("hides what it does not know, numbers too, and open keys with unexpected values", () => {
    const text = shown(
      '{"mystery":"eyJhbGciOi","count":12345678901234567890,"type":"<img src=x onerror=alert(1)>","ok":true,"none":null}',
    );
    expect(text).not.toContain("eyJ");
    expect(text).not.toContain("12345678901234567890");
    expect(text).not.toContain("onerror");
    expect(text).toContain('"ok": true');
    expect(text).toContain('"none": null');
  });

  it("shows hostile characters in key names as labels", () => {
    expect(shown('{"a\u202Eb":1}')).toContain("⟨U+202E⟩");
  });

  it("survives depth and size", () => {
    const deep = `${"[".repeat(20_000)}1${"]".repeat(20_000)}`;
    expect(redactPayload(deep).segments.length).toBeGreaterThan(0);
    const huge = redactPayload(JSON.stringify({ type: "x", blob: "y".repeat(500_000) }));
    expect(huge.truncated).toBe(true);
    expect(huge.bytes).toBeGreaterThan(previewBytes);
    expect(huge.segments.map(({ text }) => text).join("")).not.toContain("yyyy");
  });

  it("keeps keys of prototypes as ordinary text", () => {
    expect(shown('{"__proto__":{"type":"a"},"constructor":"b"}')).toContain('"__proto__"');
  });
});

describe("a payload that is revealed", () => {
  it("holds everything, digit for digit, and still drives nothing (F-02, F-04)", () => {
    const text = openPayload(
      '{"email":"kim@home.example","n":12345678901234567890,"x":-0,"y":1e400,"z":"a\u202Eb\u001B[2J"}',
    );
    for (const part of ['"kim@home.example"', "12345678901234567890", "-0", "1e400", "a⟨U+202E⟩b⟨U+001B⟩[2J"]) {
      expect(text).toContain(part);
    }
  });

  it("is cut like the masked one, and survives depth (F-03, F-04)", () => {
    expect(openPayload(JSON.stringify({ blob: "y".repeat(500_000) })).length).toBeLessThan(previewBytes);
    expect(openPayload(`${"[".repeat(10_000)}1${"]".repeat(10_000)}`)).toContain("1");
  });
});
