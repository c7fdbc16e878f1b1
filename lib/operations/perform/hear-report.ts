import "server-only";
import { type Actor, isCaller } from "@/lib/access/actor";
import type { ConsoleTransaction } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { SignalReport, SignalState } from "@/lib/signals/shapes";
import { keepReport } from "@/lib/signals/writes/keep-report";
import type { Outcome } from "../define";

/** Keeps a report in the name of whoever reports. A repetition changes nothing, and leaves no row of a program's. */
export async function hearReport(
  { actor, tx }: { actor: Actor; tx: ConsoleTransaction },
  report: SignalReport,
  says: SignalState,
): Promise<Result<Outcome>> {
  if (!isCaller(actor)) return refuse("not_allowed");
  const heard = await keepReport(tx, { ...report, personId: actor.personId }, says);
  if (!heard.ok) return heard;
  const { id: signalId, state, changed } = heard.value;
  const { kind, source } = report;
  const facts = { signalId, kind, source, state, changed: changed ? 1 : 0 };
  return ok({ summary: { key: "signals.heard" }, href: "/triage", facts });
}
