import "server-only";
import { randomUUID } from "node:crypto";
import { canonical } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { clip } from "@/lib/core/text";
import { traceparent } from "@/lib/core/traces/span";
import type { NewNotice, NoticeValues } from "../shapes";

const longestValue = 120;

/**
 * Posts a notice as part of the caller's transaction: both happen or neither. One insert, which waits for nobody; whatever goes
 * wrong with a channel later is none of the caller's business. A key that is known posts nothing.
 */
export async function postNotice(tx: ConsoleTransaction, notice: NewNotice): Promise<void> {
  const { kind, href, audience, urgency, dedupKey, settles = null, onlyChannel = null } = notice;
  const { roles = [], personIds = [], exceptIds = [] } = audience;
  await tx.$executeRaw`
    INSERT INTO notices (id, kind, href, urgency, dedup_key, settles, roles, person_ids, except_ids, values_text, only_channel, traceparent)
    SELECT ${randomUUID()}::uuid, ${kind}, ${href}, ${urgency}, ${dedupKey}, ${settles}, ${[...roles]}, ${[...personIds]}::uuid[],
           ${[...exceptIds]}::uuid[], ${valuesText(notice.values)}, ${onlyChannel}, ${traceparent()}
     WHERE NOT EXISTS (SELECT FROM notices WHERE dedup_key = ${dedupKey})`;
}

/** A name may be long and strange; a notice stays short and storable. */
export function valuesText(values: NoticeValues): string {
  const given = Object.entries(values).filter(
    ([, value]) => value !== undefined && !(typeof value === "number" && !Number.isFinite(value)),
  );
  const short = given.map(([name, value]) => [
    name,
    typeof value === "string" ? clip(value.toWellFormed().replaceAll("\u0000", ""), longestValue) : value,
  ]);
  return canonical(Object.fromEntries(short));
}
