import { z } from "zod";
import { isStorable } from "@/lib/core/text";
import { type Category, categories, type ProbeStatus, type Severity, severities } from "@/lib/triage/shapes";

/** What was first to know: our probes, a signal from outside, a person, or an opening of break-glass. */
export const detections = ["probe", "signal", "person", "bypass"] as const;
export type Detection = (typeof detections)[number];

/** What people call an incident. */
export const nameOfIncident = (number: number): string => `INC-${number}`;

const name = /^INC-([1-9]\d{0,8})$/i;

/** The number in a name that somebody typed; null where it names none of ours. */
export function numberOfIncident(typed: string): number | null {
  const found = name.exec(typed.trim());
  return found ? Number(found[1]) : null;
}

export const incidentNumber = z.int().min(1).max(999_999_999);
/** The same as it stands in an address. */
export const incidentNumberText = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);
export const incidentTitle = z.string().trim().min(1).max(120).refine(isStorable);
export const entryText = z.string().trim().min(1).max(2_000).refine(isStorable);

/** What may be declared: that all is well is no incident. */
export const declarable = categories.filter((category) => category !== "healthy");
export const declaredSeverities = ["sev1", "sev2", "sev3"] as const;

/** The newest incident that is not over. Instants are ISO texts. */
export type OpenIncident = {
  number: number;
  title: string;
  category: Category;
  /** `none`: nobody has judged it yet, as where an opening of break-glass declared it. */
  severity: Severity;
  declaredAt: string;
  declaredBy: string;
};

/** An incident as it is chosen from a list. */
export type NamedIncident = { name: string; title: string };

export type IncidentCard = OpenIncident & {
  state: "open" | "resolved";
  detectedBy: Detection;
  /** The first bad sample; null when nobody knows. */
  beganAt: string | null;
  /** The host's id of the deploy after which it began. */
  suspectedDeploy: string | null;
  resolvedAt: string | null;
  resolvedBy: string | null;
};

/** What a line of the timeline is about. A kind has words in `messages/` under `incidents.entry`. */
export const entryKinds = [
  "began",
  "declared",
  "note",
  "verdict",
  "operation",
  "grant_opened",
  "grant_ended",
  "resolved",
] as const;
export type EntryKind = (typeof entryKinds)[number];

const word = z.string().max(200);
/** What the words of a line are filled with: a closed set of codes, ids and names, so that no payload finds a way in. */
export const entryValues = z.object({
  category: z.enum(categories).optional(),
  severity: z.enum(severities).optional(),
  wasCategory: z.enum(categories).optional(),
  wasSeverity: z.enum(severities).optional(),
  detectedBy: z.enum(detections).optional(),
  probes: z.array(word).max(50).optional(),
  suspectedDeploy: word.nullish(),
  operation: word.optional(),
  subject: word.optional(),
  requestId: word.optional(),
  /** How a request ended: a state, and the code of what refused it. */
  ending: word.optional(),
  code: word.nullish(),
  who: word.optional(),
  because: word.optional(),
});
export type EntryValues = z.infer<typeof entryValues>;

export type Entry = {
  id: string;
  kind: EntryKind;
  happenedAt: string;
  recordedAt: string;
  /** A person's own words. */
  text: string | null;
  values: EntryValues;
  /** Null: the console itself. */
  author: string | null;
};

export type Incident = IncidentCard & { timeline: readonly Entry[] };

/** Exactly what stands in the list's URL. */
export const incidentFilter = z.object({
  state: z.enum(["all", "open", "resolved"]).default("all"),
  after: z.union([z.string().regex(/^[1-9]\d{0,8}$/), z.literal("")]).default(""),
});
export type IncidentFilter = z.infer<typeof incidentFilter>;

/** What the sheet of a declaration starts with. */
export type DeclarePrefill = {
  category: Category;
  severity: (typeof declaredSeverities)[number];
  detectedBy: Detection;
  beganAt: string | null;
  suspectedDeploy: string | null;
  evidence: readonly { probe: string; status: ProbeStatus; detail: string | null }[];
  /** The key that leaked, as reports name it, where it is about one. */
  key?: string;
  /** Words to begin with, where the page has better ones than the verdict's, and what it has measured itself. */
  title?: string;
  note?: string;
};
