import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import type { RecordEntry, RecordLine } from "../shapes";

export type RecordPage = { lines: RecordLine[]; nextBefore: string | null; ownOnly: boolean };

/** @param before only rows older than this `seq` (decimal) */
export type RecordFilter = { before: bigint | null; requestId: string | null; limit: number };

/** Newest first. A responder who is nothing else sees their own acts only. */
export async function listRecord(actor: HumanActor, filter: RecordFilter): Promise<RecordPage> {
  const ownOnly = !hasRole(actor, ["admin", "manager"]);
  const rows = await consoleDb().recordRow.findMany({
    where: {
      ...(filter.before === null ? {} : { seq: { lt: filter.before } }),
      ...(filter.requestId === null ? {} : { requestId: filter.requestId }),
      ...(ownOnly ? { personId: actor.personId } : {}),
    },
    orderBy: { seq: "desc" },
    take: filter.limit + 1,
    select: { seq: true, recordedAt: true, entry: true },
  });
  const lines = rows.slice(0, filter.limit).map(lineOf);
  return { lines, ownOnly, nextBefore: rows.length > filter.limit ? (lines.at(-1)?.seq ?? null) : null };
}

const nameOf = (actor: RecordEntry["actor"]): string | null => {
  if (actor.kind === "system") return actor.workerId;
  if (actor.kind === "app") return actor.appId;
  return actor.kind === "visitor" ? actor.clerkUserId : actor.name;
};

function lineOf({ seq, recordedAt, entry }: { seq: bigint; recordedAt: Date; entry: string }): RecordLine {
  const { kind, operation, actor, requestId, ref, reason, code } = JSON.parse(entry) as RecordEntry;
  return {
    seq: seq.toString(),
    recordedAt: recordedAt.toISOString(),
    kind,
    operation,
    actorName: nameOf(actor),
    requestId,
    ref,
    reason,
    code,
  };
}
