import { describe, expect, it } from "vitest";
import { readCursor, writeCursor } from "./cursor";

const meddled = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a cursor", () => {
  it("leads back to the row that it was made of", () => {
    const place = { at: "2026-11-21T13:14:09.000001Z", id: "88213402" };
    expect(readCursor(writeCursor(place))).toEqual(place);
  });

  it.each([
    [["infinity", "1"]],
    [["2026-11-21T13:14:09Z'; SELECT 1 --", "1"]],
    [["2026-11-21T13:14:09Z", "-1"]],
    [["2026-11-21T13:14:09Z", 1]],
    [["2026-11-21T13:14:09Z", "12345678901234567890"]],
    [["2026-11-21T13:14:09Z"]],
    [{ at: "2026-11-21T13:14:09Z", id: "1" }],
    [null],
  ])("that was meddled with begins at the start: %j", (value) => {
    expect(readCursor(meddled(value))).toBeNull();
  });

  it.each(["", "x", "{", "eyJ", "\u0000", "한", "W10", "bnVsbA", "A".repeat(200)])(
    "of any text never throws: %j",
    (text) => {
      expect(readCursor(text)).toBeNull();
    },
  );
});
