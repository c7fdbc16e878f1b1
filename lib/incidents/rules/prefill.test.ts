import { describe, expect, it } from "vitest";
import type { Category, Severity } from "@/lib/triage/shapes";
import { detectedOf, type Judged, measuredOf, prefillOf } from "./prefill";
import { verdictMoved } from "./verdict-moved";

const since = "2026-11-21T18:12:25.000Z";
const saw = (probe: string, status: "ok" | "down" = "down") => ({
  probe,
  status,
  latencyMs: 5_000,
  observedAt: since,
  detail: status === "down" ? "unreachable" : null,
  value: null,
});
const calm: Judged = {
  category: "healthy",
  severity: "none",
  since: null,
  for: [],
  also: [],
  suspectedDeploy: null,
  override: null,
  evidence: [saw("clerk_api", "ok"), saw("idp_up", "ok")],
};
const outage: Judged = {
  ...calm,
  category: "clerk_outage",
  severity: "sev1",
  since,
  for: ["clerk_api", "clerk_frontend"],
  evidence: [saw("idp_up", "ok"), saw("clerk_api"), saw("clerk_frontend")],
};
const leak: Judged = { ...calm, category: "key_compromise", severity: "sev1", since, for: ["signal/leaked_key"] };
const deploy: Judged = {
  ...outage,
  category: "bad_deploy",
  for: ["idp_up"],
  suspectedDeploy: "dep-1",
  also: [{ category: "webhook_backlog", severity: "sev2", since: "2026-11-21T18:20:00.000Z" }],
};
const overridden = (judged: Judged, category: Category, severity: Severity): Judged => ({
  ...judged,
  category,
  severity,
  override: { measured: { category: judged.category, severity: judged.severity } },
});

describe("the sheet of a declaration", () => {
  it.each<[string, Judged, ReturnType<typeof prefillOf>]>([
    [
      "claims nothing while all seems well",
      calm,
      {
        category: "unknown",
        severity: "sev3",
        detectedBy: "person",
        beganAt: null,
        suspectedDeploy: null,
        evidence: [],
      },
    ],
    [
      "holds what the checks say, since when, and which of them say so",
      outage,
      {
        category: "clerk_outage",
        severity: "sev1",
        detectedBy: "probe",
        beganAt: since,
        suspectedDeploy: null,
        evidence: [
          { probe: "clerk_api", status: "down", detail: "unreachable" },
          { probe: "clerk_frontend", status: "down", detail: "unreachable" },
        ],
      },
    ],
    [
      "follows a person who overrides the checks, and claims nothing of them",
      overridden(outage, "middleware_failure", "sev2"),
      {
        category: "middleware_failure",
        severity: "sev2",
        detectedBy: "person",
        beganAt: null,
        suspectedDeploy: null,
        evidence: [],
      },
    ],
    [
      "offers a severity even where a person calls it healthy",
      overridden(outage, "healthy", "none"),
      {
        category: "unknown",
        severity: "sev3",
        detectedBy: "person",
        beganAt: null,
        suspectedDeploy: null,
        evidence: [],
      },
    ],
  ])("%s", (_what, judged, prefill) => {
    expect(prefillOf(judged)).toEqual(prefill);
  });

  it("shows six lines of evidence at most", () => {
    const names = Array.from({ length: 9 }, (_, place) => `app/a${place}`);
    const many: Judged = { ...outage, for: names, evidence: names.map((name) => saw(name)) };
    expect(prefillOf(many).evidence).toHaveLength(6);
  });
});

describe("how it was detected", () => {
  it.each<[string, Judged, Category, ReturnType<typeof detectedOf>]>([
    [
      "by a signal, where nothing but signals say so",
      leak,
      "key_compromise",
      { detectedBy: "signal", beganAt: since, suspectedDeploy: null, probes: ["signal/leaked_key"] },
    ],
    [
      "by a check, with the deploy after which it began",
      deploy,
      "bad_deploy",
      { detectedBy: "probe", beganAt: since, suspectedDeploy: "dep-1", probes: ["idp_up"] },
    ],
    [
      "by a check that sees it beside something graver",
      deploy,
      "webhook_backlog",
      { detectedBy: "probe", beganAt: "2026-11-21T18:20:00.000Z", suspectedDeploy: null, probes: [] },
    ],
    [
      "by the person, where no check says so",
      outage,
      "one_person",
      { detectedBy: "person", beganAt: null, suspectedDeploy: null, probes: [] },
    ],
    [
      "by a check, where a person calls it something else",
      overridden(outage, "config_error", "sev2"),
      "clerk_outage",
      { detectedBy: "probe", beganAt: since, suspectedDeploy: null, probes: ["clerk_api", "clerk_frontend"] },
    ],
    [
      "by the person, where nobody knows what it is",
      { ...calm, category: "unknown" },
      "unknown",
      { detectedBy: "person", beganAt: null, suspectedDeploy: null, probes: [] },
    ],
  ])("%s", (_what, judged, category, detected) => {
    expect(detectedOf(judged, category)).toEqual(detected);
  });

  it("goes by what is measured while a person says otherwise", () => {
    expect(measuredOf(overridden(outage, "one_person", "sev3"))).toEqual({
      category: "clerk_outage",
      severity: "sev1",
    });
  });
});

it("the verdict has moved when its category or its severity is another, and when none was told yet", () => {
  const told = { category: "clerk_outage", severity: "sev1" } as const;
  expect(verdictMoved(told, told)).toBe(false);
  expect(verdictMoved(told, { ...told, severity: "sev2" })).toBe(true);
  expect(verdictMoved(told, { category: "healthy", severity: "none" })).toBe(true);
  expect(verdictMoved({ category: null, severity: null }, told)).toBe(true);
});
