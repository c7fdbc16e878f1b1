import { hours } from "@/lib/core/duration";
import type { SignalState } from "../shapes";

/** Heard again within this time, and in the same words, a raised signal is nothing new. */
const oldNewsForMs = hours(1);

/** What is kept of a signal. `observedAtMs` is by the reporter's clock, or of the moment at which a person cleared it. */
export type KeptSignal = {
  state: SignalState;
  observedAtMs: number;
  heardMs: number;
  faded: boolean;
  sameWords: boolean;
};

/** What a report does: raise it anew, prolong one that stands, clear it, or nothing, because nothing in it is new. */
export type Hearing = "raise" | "prolong" | "clear" | "nothing";

/**
 * What a report means for a signal that is known. Reports may come twice and in the wrong order: an older observation changes nothing,
 * and what a person has cleared comes back only by a newer one.
 */
export function hear(kept: KeptSignal, report: { says: SignalState; observedAtMs: number }): Hearing {
  if (report.observedAtMs < kept.observedAtMs) return "nothing";
  if (report.says === "cleared") return kept.state === "raised" ? "clear" : "nothing";
  if (kept.state === "cleared") return report.observedAtMs > kept.observedAtMs ? "raise" : "nothing";
  if (kept.faded) return "raise";
  return kept.sameWords && kept.heardMs < oldNewsForMs ? "nothing" : "prolong";
}
