import type { Category, Severity } from "@/lib/triage/shapes";

type Told = { category: Category | null; severity: Severity | null };

/** Whether the verdict of our probes is another than the one that was told last. Two looks have agreed upon it already. */
export const verdictMoved = (told: Told, measured: { category: Category; severity: Severity }): boolean =>
  told.category !== measured.category || told.severity !== measured.severity;
