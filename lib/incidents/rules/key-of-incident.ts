import { namedSecretKey } from "@/lib/triage/rules/leaked-key";
import type { Entry } from "../shapes";

/**
 * The key that an incident is about, as reports name it: the one that it was declared with, else the first that something was done with
 * under it. Null where nobody named one.
 */
export function keyOfIncident(timeline: readonly Pick<Entry, "kind" | "values">[]): string | null {
  const declared = timeline.find(({ kind }) => kind === "declared")?.values.subject;
  if (declared) return declared;
  for (const { kind, values } of timeline) {
    const acted = kind === "operation" ? keyOfAct(values) : null;
    if (acted !== null) return acted;
  }
  return null;
}

/** Of an act on a key, by the subject that it was shown with: "EB whk-eb-3", or "0a1b2c3d", with an app after it. */
function keyOfAct({ operation = "", subject = "" }: Entry["values"]): string | null {
  const fingerprint = /^[0-9a-f]{8}(?=$|:)/.exec(subject)?.[0];
  if (operation.startsWith("clerk-key.") && fingerprint !== undefined) return namedSecretKey(fingerprint);
  return operation === "key.compromise" ? (/\S+$/.exec(subject)?.[0] ?? null) : null;
}
