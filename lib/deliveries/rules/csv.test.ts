import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inert } from "@/lib/core/text";
import type { DeliveryRow } from "../shapes";
import { csvCell, csvHead, csvLine, exportFileName } from "./csv";

const row: DeliveryRow = {
  id: "88213402",
  relyingPartyId: "12",
  relyingPartyName: "EB",
  eventType: "user.updated",
  subject: "u_7",
  attempts: 8,
  lastStatus: 503,
  lastError: "503 no healthy upstream",
  enqueuedAt: "2026-11-21T13:14:09.000001Z",
  dlqAt: "2026-11-21T13:46:09.000001Z",
  deliveredAt: null,
};

/** What may stand in a cell, the hostile more often than in life. */
const words = fc.string({
  unit: fc.constantFrom(..."=+-@'\",; \t\r\n\u0000\u200B\u202E＝a1한".split("")),
  maxLength: 12,
});

/** What a spreadsheet reads of a line: RFC 4180. */
function read(line: string): string[] {
  const cells = [...line.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)];
  expect(cells.map(([whole]) => whole).join("")).toBe(line);
  return cells.map(([, cell = ""]) => cell.replaceAll('""', '"'));
}

const hostile = [
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  "\u0000=1+1",
  "  =1+1",
  "＝1+1",
  "＋1",
  "－1",
  "＠SUM(A1)",
  "\u200B=1+1",
  "\uFEFF=1+1",
];

describe("F-06: a file of deliveries", () => {
  it.each(hostile)("holds no cell that a spreadsheet would calculate: %j", (text) => {
    const [cell = ""] = read(`${csvCell(text)}\r\n`);
    expect(cell).toMatch(/^(?:'|⟨U\+)/);
    const cells = read(csvLine({ ...row, lastError: text, subject: text, eventType: text, relyingPartyName: text }));
    expect(cells.filter((each) => /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/.test(each))).toEqual([]);
  });

  it("gives back whatever it was given, behind the apostrophe, with hidden characters as escapes", () => {
    fc.assert(
      fc.property(words, words, (subject, lastError) => {
        const cells = read(csvLine({ ...row, subject, lastError }));
        expect(cells).toHaveLength(13);
        expect([inert(subject), `'${inert(subject)}`]).toContain(cells[4]);
        expect([inert(lastError), `'${inert(lastError)}`]).toContain(cells[9]);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps quotes, commas and line breaks inside of their cell", () => {
    const text = 'he said "no", twice\nand left';
    expect(read(csvLine({ ...row, lastError: text }))[9]).toBe(text);
  });

  it("shows what turns text around or hides in it", () => {
    expect(read(csvLine({ ...row, subject: "abc\u202Etxt.exe" }))[4]).toBe("abc⟨U+202E⟩txt.exe");
  });

  it("begins with the mark by which Excel reads Korean, and has a name for each column", () => {
    expect(csvHead().startsWith("\uFEFF")).toBe(true);
    const names = read(csvHead().slice(1));
    expect(names).toEqual(expect.arrayContaining(["delivery_id", "relying_party", "cause", "last_error", "dead_at"]));
    expect(names).toHaveLength(read(csvLine(row)).length);
    expect(names.filter((name) => /payload|key|email/.test(name))).toEqual([]);
    expect(read(csvLine({ ...row, relyingPartyName: "한빛 교육" }))[2]).toBe("한빛 교육");
  });
});

describe("F-11: the name of the file", () => {
  it("holds letters, digits and hyphens alone, whatever it is made of", () => {
    expect(exportFileName("2026-11-21T13:14:09.123Z")).toBe("deliveries-20261121T131409Z.csv");
    for (const at of ["../../x", 'gpj.exe"; filename="a', "\u202Egpj.exe"])
      expect(exportFileName(at)).toMatch(/^deliveries-[0-9T]*Z\.csv$/);
  });
});
