import { reportedKey } from "@/lib/triage/rules/leaked-key";
import type { Category, Override, Severity, Triage } from "@/lib/triage/shapes";
import { type DeclarePrefill, type Detection, declaredSeverities } from "../shapes";

/** What a declaration is made of that nobody has to type. While a person's verdict stands above the measured one, `override` says so. */
export type Judged = Pick<
  Triage,
  "category" | "severity" | "since" | "for" | "evidence" | "also" | "suspectedDeploy"
> & {
  override: Pick<Override, "measured"> | null;
};

export type Detected = {
  detectedBy: Detection;
  /** The first look that saw it; null when no probe says so. */
  beganAt: string | null;
  suspectedDeploy: string | null;
  /** What speaks for it. */
  probes: readonly string[];
};

const evidenceShown = 6;

/** Fills the sheet from what the probes say now. Where all seems well, somebody knows better, and nothing is claimed. */
export function prefillOf(triage: Judged): DeclarePrefill {
  const { severity } = triage;
  const category = triage.category === "healthy" ? "unknown" : triage.category;
  const key = category === "key_compromise" ? reportedKey(triage.evidence) : null;
  return {
    category,
    severity: declaredSeverities.find((each) => each === severity) ?? "sev3",
    ...knownOf(triage, category),
    ...(key !== null && { key }),
  };
}

/** Fills it for a key that leaked, whatever else the probes say. */
export const prefillOfKey = (triage: Judged, key: string): DeclarePrefill => ({
  category: "key_compromise",
  severity: "sev1",
  ...knownOf(triage, "key_compromise"),
  key,
});

function knownOf(triage: Judged, category: Category): Omit<DeclarePrefill, "category" | "severity"> {
  const { probes, ...detected } = detectedOf(triage, category);
  const speakFor = triage.evidence.filter(({ probe }) => probes.includes(probe));
  return {
    ...detected,
    evidence: speakFor.slice(0, evidenceShown).map(({ probe, status, detail }) => ({ probe, status, detail })),
  };
}

/** How trouble of this category became known: by what the probes say of it, else by the person who says so. */
export function detectedOf(triage: Judged, category: Category): Detected {
  const measured = measuredOf(triage);
  const unknown: Detected = { detectedBy: "person", beganAt: null, suspectedDeploy: null, probes: [] };
  if (category === "unknown") return unknown;
  if (measured.category === category) {
    const bySignal = triage.for.length > 0 && triage.for.every((probe) => probe.startsWith("signal/"));
    return {
      detectedBy: bySignal ? "signal" : "probe",
      beganAt: triage.since,
      suspectedDeploy: triage.suspectedDeploy,
      probes: triage.for,
    };
  }
  const beside = triage.also.find((each) => each.category === category);
  return beside ? { ...unknown, detectedBy: "probe", beganAt: beside.since } : unknown;
}

/** What the probes say, whatever a person says about it. */
export const measuredOf = ({ category, severity, override }: Judged): { category: Category; severity: Severity } =>
  override?.measured ?? { category, severity };
