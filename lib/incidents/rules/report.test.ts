import { describe, expect, it } from "vitest";
import type { Entry, Incident } from "../shapes";
import { draftReport, sourceOf } from "./report";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 18, minute)).toISOString();
const entry = (kind: Entry["kind"], author: string | null, minute = 12): Entry => ({
  id: `${kind} ${minute}`,
  kind,
  happenedAt: at(minute),
  recordedAt: at(minute),
  text: kind === "note" ? "EB's on-call is told." : null,
  values: {},
  author,
});
const incident: Incident = {
  number: 42,
  title: "EB answers 503",
  category: "relying_party_down",
  severity: "sev3",
  declaredAt: at(14),
  declaredBy: "Mina",
  state: "resolved",
  detectedBy: "probe",
  beganAt: at(12),
  suspectedDeploy: "dep-1",
  resolvedAt: at(57),
  resolvedBy: "Mina",
  timeline: [entry("began", null), entry("note", "Mina", 20)],
};

describe("the draft of a report", () => {
  it("says what is known, how it is known, and nothing else", () => {
    expect(draftReport(incident)).toEqual({
      incident: "INC-42",
      title: "EB answers 503",
      state: "draft",
      date: { value: at(12), source: "measured" },
      durationSeconds: { value: 45 * 60, source: "inferred" },
      severity: { value: "sev3", source: "stated" },
      category: { value: "relying_party_down", source: "stated" },
      timeline: [
        { at: at(12), source: "measured", author: null, kind: "began", text: null, values: {} },
        { at: at(20), source: "stated", author: "Mina", kind: "note", text: "EB's on-call is told.", values: {} },
      ],
      rootCause: { value: null, source: null },
      suspectedDeploy: { value: "dep-1", source: "inferred" },
      impact: {
        usersAffected: { value: null, source: null },
        authDowntimeSeconds: { value: null, source: null },
        dataLoss: { value: null, source: null },
      },
      actionItems: [],
    });
  });

  it("claims no measured beginning, no end and no severity where there is none", () => {
    const report = draftReport({
      ...incident,
      beganAt: null,
      resolvedAt: null,
      severity: "none",
      suspectedDeploy: null,
    });
    expect(report.date).toEqual({ value: at(14), source: "stated" });
    for (const told of [report.durationSeconds, report.severity, report.suspectedDeploy])
      expect(told).toEqual({ value: null, source: null });
  });
});

describe("a line of a timeline", () => {
  it.each<[Entry["kind"], string | null, ReturnType<typeof sourceOf>]>([
    ["began", null, "measured"],
    ["verdict", null, "measured"],
    ["operation", "Mina", "measured"],
    ["grant_opened", "Ari", "measured"],
    ["note", "Mina", "stated"],
    ["declared", "Mina", "stated"],
    ["resolved", "Mina", "stated"],
  ])("%s by %s is %s", (kind, author, source) => {
    expect(sourceOf({ kind, author })).toBe(source);
  });
});
