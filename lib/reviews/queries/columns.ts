import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { Prisma } from "@/lib/generated/console/client";
import { reviewState } from "../rules";
import type { ReviewCard, ReviewSubject, ReviewTexts } from "../shapes";

/** What a card is drawn from. Lateness is by the database's clock, never by ours. */
export const cardColumns = Prisma.sql`
  r.id::text, r.subject_kind AS "subjectKind", r.subject_id::text AS "subjectId", r.operation, r.subject, r.incident,
  r.actor_id::text AS "actorId", a.name AS "actorName", r.opened_at AS "openedAt", r.due_at AS "dueAt",
  coalesce(r.filed_at, now()) > r.due_at AS late, r.what_happened AS "whatHappened", r.why, r.what_to_change AS "whatToChange",
  r.version, w.name AS "writtenByName", r.written_at AS "writtenAt", f.name AS "filedByName", r.filed_at AS "filedAt"`;

/** Reviews with the names of those who had a hand in them. */
export const reviewsWithNames = Prisma.sql`
  reviews r JOIN people a ON a.id = r.actor_id LEFT JOIN people w ON w.id = r.written_by_id LEFT JOIN people f ON f.id = r.filed_by_id`;

export type CardRow = ReviewTexts & {
  id: string;
  subjectKind: string;
  subjectId: string;
  operation: string;
  subject: string;
  incident: string | null;
  actorId: string;
  actorName: string;
  openedAt: Date;
  dueAt: Date;
  late: boolean;
  version: number;
  writtenByName: string | null;
  writtenAt: Date | null;
  filedByName: string | null;
  filedAt: Date | null;
};

export function reviewCard(row: CardRow, actor: HumanActor): ReviewCard {
  const { actorId, ...shown } = row;
  return {
    ...shown,
    subjectKind: row.subjectKind as ReviewSubject,
    state: reviewState(row),
    own: actorId === actor.personId,
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    writtenAt: row.writtenAt?.toISOString() ?? null,
    filedAt: row.filedAt?.toISOString() ?? null,
  };
}
