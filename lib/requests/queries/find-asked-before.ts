import "server-only";
import type { CallingActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { idempotentForHours, type Once, type StoredRequest } from "../shapes";
import { findStoredRequest } from "./find-request";

/** What was asked for under this key within a day, by the same token, and whether in the same words; null where nothing was. */
export async function findAskedBefore(
  { sessionId }: CallingActor,
  { key, body }: Once,
): Promise<{ request: StoredRequest; alike: boolean } | null> {
  const [found] = await consoleDb().$queryRaw<{ id: string; alike: boolean }[]>`
    SELECT id::text, idempotency_body = ${body} AS alike FROM action_requests
     WHERE session_id = ${sessionId} AND idempotency_key = ${key}
       AND created_at > now() - make_interval(hours => ${idempotentForHours})`;
  const request = found && (await findStoredRequest(found.id));
  return request ? { request, alike: found.alike } : null;
}
