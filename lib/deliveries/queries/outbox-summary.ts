import "server-only";
import type { Actor } from "@/lib/access/actor";
import { Refused } from "@/lib/core/errors";
import { type SummaryLine, summaryOf } from "../rules/summary";
import { readBoard } from "./board";

/**
 * The dead by relying party, most first, and what was set aside of them: all of them counted, or, where the source is too slow for that,
 * up to the board's cap, which each line says.
 * @refuses identity_database_unreachable
 */
export async function outboxSummary(actor: Actor): Promise<SummaryLine[]> {
  const { parties, groups } = await readBoard(actor, true);
  if (parties.value === null) throw new Refused({ code: "identity_database_unreachable", facts: { slow: true } });
  return summaryOf(parties.value, groups?.value ?? null);
}
