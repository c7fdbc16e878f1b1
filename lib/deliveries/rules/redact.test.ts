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

  it.each([
    "010-1234-5678",
    "01012345678",
    "+82-10-1234-5678",
    "02.123.4567",
    "900101-1234567",
    "9001011234567",
    "kim@home.example",
    "sk_live_CANARY",
    "eyJhbGciOi",
    "ghp_abcdefghij",
    "a2ltQGhvbWUuZXhhbXBsZQ",
    "dGhpcyBpcyBhIHNlY3JldCE9",
    String.raw`{\"email\":\"kim@home.example\"}`,
    "%6bim%40home.example",
  ])("hides %s under a key that names things, deep down, and where it is the key (F-13)", (secret) => {
    const text = shown(`{"reason":"${secret}","a":[{"status":"${secret}","created_at":"${secret}"}]}`);
    expect(text).not.toContain(secret);
    expect(text).toContain('"status": "•');
    if (!/[\\%]|^[ad]/.test(secret)) expect(shown(`{"${secret}":{"type":"x"}}`)).not.toContain(secret);
  });

  it("still shows instants, versions, words and the ids of keys (F-13)", () => {
    const open = {
      type: "identity.linked",
      version: "2026.11",
      kid: "whk_norae_2026_11_0123456789",
      created_at: "2026-11-28T12:00:00.123456Z",
      issued_at: 1_764_331_200,
      status: "withdrawn",
    };
    expect(JSON.parse(shown(JSON.stringify(open)))).toEqual(open);
  });

  it("shows what reorders, hides or drives a terminal as labels, in keys as in values (F-02, F-05)", () => {
    expect(shown('{"a\u202Eb":1}')).toContain("⟨U+202E⟩");
    const text = openPayload('{"k\uFEFF":"\u001B[2J\uD800 \u0085 \u200B \\u0000"}');
    for (const part of ["k⟨U+FEFF⟩", "⟨U+001B⟩[2J⟨U+D800⟩", "⟨U+0085⟩", "⟨U+200B⟩", "\\u0000"])
      expect(text).toContain(part);
  });

  it("is quick with a million keys, and with text that is not JSON (F-03, F-04)", () => {
    const keys = `{${Array.from({ length: 1_000_000 }, (_, place) => `"k${place}":1`).join()}}`;
    const started = performance.now();
    expect(redactPayload(keys).truncated).toBe(true);
    for (const text of ["", '"', '{"a":', "\\".repeat(100_000), '"\\'.repeat(50_000), "NaN undefined {{{{ ]]]]"])
      expect(() => redactPayload(text)).not.toThrow();
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("survives depth and size (F-03, F-04)", () => {
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
    expect(openPayload(JSON.stringify({ blob: "y".repeat(500_000) })).length).toBeLessThan(previewBytes + 100);
    expect(openPayload(`${"[".repeat(10_000)}1${"]".repeat(10_000)}`)).toContain("1");
  });
});
