import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Shown } from "@/lib/requests/shapes";
import { openReview } from "@/lib/reviews/writes/open-review";
import type { Own } from "./own-request";
import { tellOfEmergency, tellOfReview } from "./tell";

/** An emergency act runs without a second person: in the same moment every admin is told, and a review is owed. */
export async function oweReview(tx: ConsoleTransaction, { actor, operation, request }: Own): Promise<void> {
  if (operation.risk !== "emergency") return;
  const shown = JSON.parse(request.shownText) as Shown | null;
  const review = await openReview(tx, {
    subjectKind: "operation",
    subjectId: request.id,
    operation: operation.name,
    subject: shown?.subject ?? operation.name,
    incident: request.incident,
    actorId: actor.personId,
  }); // guard: emergency-review
  if (review) await tellOfReview(tx, request, review.id);
  await tellOfEmergency(tx, request, actor);
}
