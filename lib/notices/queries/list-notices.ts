import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/console/client";
import type { NoticeKind, NoticeLine, NoticeValues, Urgency } from "../shapes";
import { isFor, isSettled, waitsFor } from "./mine";

type Row = {
  id: string;
  kind: NoticeKind;
  href: string;
  urgency: Urgency;
  valuesText: string;
  postedAt: Date;
  waits: boolean;
  settled: boolean;
};

/** A person's own notices, newest first. @param before instant of the last one shown */
export async function listNotices(
  actor: HumanActor,
  { before, limit }: { before: Date | null; limit: number },
): Promise<{ lines: NoticeLine[]; more: boolean }> {
  const older = before ? Prisma.sql`AND n.posted_at < ${before}` : Prisma.empty;
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT n.id::text AS id, n.kind, n.href, n.urgency, n.values_text AS "valuesText", n.posted_at AS "postedAt",
           ${waitsFor(actor)} AS waits, ${isSettled} AS settled
      FROM notices n WHERE ${isFor(actor)} ${older} ORDER BY n.posted_at DESC, n.seq DESC LIMIT ${limit + 1}`;
  return { lines: rows.slice(0, limit).map(lineOf), more: rows.length > limit };
}

/** How many notices wait for this person, for the bell. */
export async function countUnread(actor: HumanActor): Promise<number> {
  const [row] = await consoleDb().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM notices n WHERE ${waitsFor(actor)}`;
  return row?.count ?? 0;
}

/** Which of these notices are for this person. */
export async function listOwnIds(actor: HumanActor, ids: readonly string[]): Promise<string[]> {
  const rows = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT n.id::text AS id FROM notices n WHERE n.id = ANY(${[...ids]}::uuid[]) AND ${isFor(actor)}`;
  return rows.map(({ id }) => id);
}

const lineOf = ({ valuesText, postedAt, waits, ...row }: Row): NoticeLine => ({
  ...row,
  values: JSON.parse(valuesText) as NoticeValues,
  postedAt: postedAt.toISOString(),
  read: !waits,
});
