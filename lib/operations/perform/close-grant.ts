import "server-only";
import type { Ending } from "@/lib/bypass/shapes";
import { type EndedGrant, endGrant } from "@/lib/bypass/writes/grants";
import type { ConsoleTransaction } from "@/lib/core/db";
import { appendToNamed } from "@/lib/incidents/writes/append-entry";
import { openReview } from "@/lib/reviews/writes/open-review";
import { tellOfEnd } from "./tell-of-bypass";

/**
 * Ends a break-glass grant in the caller's transaction: from its commit on, no request under it is anybody's. In the same moment a
 * review is owed, unless it was a drill.
 * @param ask `endedBy`: the person who did; null for the worker
 * @returns null when it had ended before
 */
export async function closeGrant(
  tx: ConsoleTransaction,
  ask: { id: string; because: Ending; endedBy: string | null },
): Promise<EndedGrant | null> {
  const grant = await endGrant(tx, ask);
  if (!grant) return null;
  const review = grant.drill
    ? null
    : await openReview(tx, {
        subjectKind: "grant",
        subjectId: grant.id,
        operation: "bypass.open",
        subject: grant.personName,
        incident: grant.incident,
        actorId: grant.personId,
      }); // guard: grant-review
  const values = { who: grant.personName, because: ask.because };
  await appendToNamed(tx, grant.incident, { kind: "grant_ended", values, personId: ask.endedBy });
  await tellOfEnd(tx, grant, review?.id ?? null);
  return grant;
}
