import { causeRules } from "@/lib/deliveries/rules/cause";
import { causeOfRow } from "@/lib/deliveries/rules/refine";
import type { Cause } from "@/lib/deliveries/shapes";
import type { LeftOutReason } from "../shapes";

/** Causes that no further attempt cures by itself, and what has to happen first. @source design: domain §2, classification of an answer */
const cures: Partial<Record<Cause, LeftOutReason>> = {
  signature_rejected: "needs_key",
  endpoint_gone: "needs_relying_party",
  payload_rejected: "needs_relying_party",
  redirect: "needs_relying_party",
  idempotency_conflict: "arrived_before",
};

/** Whether a further attempt may arrive where nobody has done anything meanwhile. */
export const mayBeCuredByTime = (cause: Cause): boolean => cures[cause] === undefined;

/** Why deliveries that died like this are left out of a replay; null where time may have cured them. */
export const whyLeftOut = (died: { lastStatus: number | null; lastError: string | null }): LeftOutReason | null =>
  cures[causeOfRow({ ...died, attempts: 1 })] ?? null;

/** The answers of which only the words tell the cause: of all others the error need not even be read. */
export const statusesToldByWords: readonly number[] = [
  ...new Set(causeRules.flatMap(({ status, says }) => (says && status && status[0] === status[1] ? [status[0]] : []))),
];
