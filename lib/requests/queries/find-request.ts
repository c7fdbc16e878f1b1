import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { type RequestCard, type RequestState, requestId, type StoredRequest } from "../shapes";
import { cardsOf } from "./request-cards";

/** The stored request, for the pipeline only: it decides who may go on with it. Null for a malformed id too. */
export async function findStoredRequest(id: string): Promise<StoredRequest | null> {
  if (!requestId.safeParse(id).success) return null;
  const row = await consoleDb().actionRequest.findUnique({ where: { id } });
  return row ? { ...row, state: row.state as RequestState } : null;
}

/** One request as a page shows it. Everybody with a role may read operations. */
export async function findRequest(actor: HumanActor, id: string): Promise<RequestCard | null> {
  const request = await findStoredRequest(id);
  if (!request) return null;
  const [card] = await cardsOf(actor, [request]);
  return card ?? null;
}
