import type { RequestState } from "../shapes";

/** Every arrow that a request may take. What is not here does not happen. */
const arrows: Record<RequestState, readonly RequestState[]> = {
  // Routine and stop acts ask for no proof: they go to ready in one call.
  // "denied" from here: by the console itself, when the stored request no longer is what it was.
  draft: ["proved", "awaiting_approval", "ready", "denied", "withdrawn", "expired", "superseded"],
  proved: ["awaiting_approval", "ready", "denied", "withdrawn", "expired", "superseded"],
  awaiting_approval: ["ready", "denied", "withdrawn", "expired", "superseded"],
  // A lost approver sends it back; a late "no" still beats the "yes".
  ready: ["running", "awaiting_approval", "denied", "withdrawn", "expired", "superseded"],
  running: ["succeeded", "failed", "unknown"],
  // Only by reading the world back.
  unknown: ["succeeded", "failed"],
  succeeded: [],
  failed: [],
  denied: [],
  withdrawn: [],
  expired: [],
  superseded: [],
};

export const mayBecome = (from: RequestState, to: RequestState): boolean => arrows[from].includes(to);

/** The states from which `to` can be reached: what a conditional update demands. */
export const statesBefore = (to: RequestState): RequestState[] =>
  (Object.keys(arrows) as RequestState[]).filter((from) => mayBecome(from, to));

export const isFinal = (state: RequestState): boolean => arrows[state].length === 0;

/** Nothing has run yet, and it still may. */
export const isOpen = (state: RequestState): boolean =>
  ["draft", "proved", "awaiting_approval", "ready"].includes(state);
