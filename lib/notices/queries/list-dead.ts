import "server-only";
import type { Actor, HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { Prisma } from "@/lib/generated/console/client";
import type { AttemptError, Channel, ChannelTest, DeadNotice, NoticeKind, NoticeValues } from "../shapes";

type Row = {
  id: string;
  channel: Channel;
  state: string;
  kind: NoticeKind;
  href: string;
  valuesText: string;
  attempts: number;
  lastError: AttemptError | null;
  lastDetail: string | null;
  deadAt: Date | null;
};

const columns = Prisma.sql`
  d.id::text AS id, d.channel, d.state, n.kind, n.href, n.values_text AS "valuesText", d.attempts, d.last_error AS "lastError",
  d.last_detail AS "lastDetail", d.dead_at AS "deadAt"`;

/** What the channels gave up on, oldest first, as it would go out again. */
export async function listDeadNotices(_actor: HumanActor, limit: number): Promise<DeadNotice[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT ${columns} FROM notice_deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.state = 'dead' ORDER BY d.place LIMIT ${limit}`;
  return rows.map(deadOf);
}

/** Some deliveries of notices, by id, whatever has become of them. */
export async function findDeliveriesOfNotices(
  _actor: Actor,
  ids: readonly string[],
): Promise<{ isDead: boolean; notice: DeadNotice }[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT ${columns} FROM notice_deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.id = ANY(${[...ids]}::uuid[]) ORDER BY d.place`;
  return rows.map((row) => ({ isDead: row.state === "dead", notice: deadOf(row) }));
}

/** The latest test of each channel by this reader, from the last quarter of an hour. */
export async function listOwnTests({ personId }: HumanActor): Promise<ChannelTest[]> {
  const rows = await consoleDb().$queryRaw<(Omit<ChannelTest, "postedAt"> & { postedAt: Date })[]>`
    SELECT DISTINCT ON (n.only_channel) n.only_channel AS channel, coalesce(d.state, 'pending') AS state, d.last_error AS "lastError",
           d.last_detail AS "lastDetail", n.posted_at AS "postedAt"
      FROM notices n LEFT JOIN notice_deliveries d ON d.notice_id = n.id
     WHERE n.kind = 'channel.test' AND ${personId}::uuid = ANY(n.person_ids) AND n.posted_at > now() - interval '15 minutes'
     ORDER BY n.only_channel, n.seq DESC`;
  return rows.map((row) => ({ ...row, postedAt: row.postedAt.toISOString() }));
}

const deadOf = ({ state: _state, valuesText, deadAt, lastError, ...row }: Row): DeadNotice => ({
  ...row,
  values: JSON.parse(valuesText) as NoticeValues,
  lastError: lastError ?? "unknown_outcome",
  deadAt: deadAt?.toISOString() ?? "",
});
