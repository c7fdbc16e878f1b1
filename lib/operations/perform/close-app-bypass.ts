import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { type EndedOpening, endOpening } from "@/lib/app-bypass/writes/openings";
import type { ConsoleTransaction } from "@/lib/core/db";
import { appendToNamed } from "@/lib/incidents/writes/append-entry";
import { tellOfAppBypass } from "./tell-of-app-bypass";

/**
 * Ends a bypass of an app in the caller's transaction: no document of it is signed from its commit on, and the incident's timeline says so.
 * @param ask `by`: the person who did; null where its time was over
 * @returns null when it had ended before
 */
export async function closeAppBypass(
  tx: ConsoleTransaction,
  ask: { id: string; by: HumanActor | null; requestId: string | null },
): Promise<EndedOpening | null> {
  const personId = ask.by?.personId ?? null;
  const ended = await endOpening(tx, { id: ask.id, endedBy: personId });
  if (!ended) return null;
  const values = {
    operation: ask.by ? "app-bypass.end" : "app-bypass.sweep",
    subject: ended.appName,
    ending: "succeeded",
    ...(ask.requestId ? { requestId: ask.requestId } : {}),
  };
  await appendToNamed(tx, ended.incident, { kind: "operation", values, personId });
  await tellOfAppBypass(tx, { kind: "app-bypass.ended", id: ended.id, subject: ended.appName });
  return ended;
}
