import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, digestOf, type Json } from "./canonical";

describe("canonical JSON", () => {
  it("gives one text for one value, whatever the order of its keys", () => {
    expect(canonical({ b: 1, a: [true, null, "x"] })).toBe('{"a":[true,null,"x"],"b":1}');
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
  });

  it("tells composed from decomposed Unicode, since a signature covers bytes", () => {
    expect(digestOf("\u00e9")).not.toBe(digestOf("e\u0301"));
  });

  it("refuses what JSON would silently change", () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 10n, new Date(), () => 1]) {
      expect(() => canonical(value as unknown as Json)).toThrow(TypeError);
      expect(() => canonical({ nested: [value as unknown as Json] })).toThrow(TypeError);
    }
  });

  it("parses back to an equal value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonical(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
