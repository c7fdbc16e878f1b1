import { type Reading, reading } from "../shapes";

/**
 * A reading that can be written down. Of another nothing is known: one odd word of one neighbour must not cost the samples of all
 * others, which are kept together.
 */
export const fitting = (seen: Reading): Reading =>
  reading.safeParse(seen).success // guard: fitting-reading
    ? seen
    : { probe: seen.probe, status: "unknown", latencyMs: null, detail: "unexpected_answer", value: null };
