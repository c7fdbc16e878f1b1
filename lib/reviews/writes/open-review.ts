import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { reviewWithinHours } from "../rules";
import type { ReviewSubject } from "../shapes";

export type NewReview = {
  subjectKind: ReviewSubject;
  /** The request that ran, or the grant that was opened. */
  subjectId: string;
  /** The operation's public name. */
  operation: string;
  /** What it touched, in plain characters. */
  subject: string;
  incident: string | null;
  actorId: string;
};

/**
 * Makes a review owed, in the transaction in which the act begins: no emergency without one. Its clock is the database's.
 * @returns null when the act has its review already
 */
export async function openReview(
  tx: ConsoleTransaction,
  wanted: NewReview,
): Promise<{ id: string; dueAt: Date } | null> {
  const { subjectKind, subjectId, operation, subject, incident, actorId } = wanted;
  const [opened] = await tx.$queryRaw<{ id: string; dueAt: Date }[]>`
    INSERT INTO reviews (id, subject_kind, subject_id, operation, subject, incident, actor_id, due_at)
    VALUES (${randomUUID()}::uuid, ${subjectKind}, ${subjectId}::uuid, ${operation}, ${subject}, ${incident}, ${actorId}::uuid,
            now() + make_interval(hours => ${reviewWithinHours}))
    ON CONFLICT (subject_kind, subject_id) DO NOTHING
    RETURNING id::text, due_at AS "dueAt"`;
  return opened ?? null;
}
