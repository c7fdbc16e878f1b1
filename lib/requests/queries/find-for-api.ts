import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { CallingActor } from "@/lib/access/actor";
import { minutes } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { stopping } from "@/lib/core/stopping";
import type { ApiRequest, StoredRequest } from "../shapes";
import { findStoredRequest } from "./find-request";
import { nonceFor } from "./request-cards";

/**
 * One request as the public API tells of it: all of them to whoever reads, to a token that asks for acts only its person's own. The
 * nonce goes to who may go on with it, and to a token of the scope `read` never.
 */
export async function findForApi(actor: CallingActor, id: string): Promise<ApiRequest | null> {
  const request = await findStoredRequest(id);
  if (!request) return null;
  const asks = actor.kind === "token" && actor.scope === "operate";
  if (asks && request.requesterId !== actor.personId) return null; // guard: own-requests
  return apiRequest(request, nonceFor(actor, request));
}

export const apiRequest = (request: StoredRequest, nonce: string | null): ApiRequest => ({
  id: request.id,
  operation: request.operation,
  state: request.state,
  digest: request.digest,
  approveUrl: new URL(`/operations/${request.id}`, env().PUBLIC_ORIGIN).href,
  preview: JSON.parse(request.shownText) as ApiRequest["preview"],
  reason: request.reason,
  incident: request.incident,
  outcome: request.outcomeText ? (JSON.parse(request.outcomeText) as unknown) : null,
  failureCode: request.failureCode,
  supersededBy: request.supersededBy,
  createdAt: request.createdAt.toISOString(),
  approveBy: request.approveBy?.toISOString() ?? null,
  executeBy: request.executeBy.toISOString(),
  startedAt: request.startedAt?.toISOString() ?? null,
  finishedAt: request.finishedAt?.toISOString() ?? null,
  ...(nonce === null ? {} : { action_request_nonce: nonce }),
});

/** What a program was answered when it asked, however far the request has come since. @param openForMinutes as long as it could be proved */
export const asAsked = (request: StoredRequest, openForMinutes: number): ApiRequest => ({
  ...apiRequest(request, null),
  state: "draft",
  outcome: null,
  failureCode: null,
  supersededBy: null,
  approveBy: null,
  executeBy: new Date(request.createdAt.getTime() + minutes(openForMinutes)).toISOString(),
  startedAt: null,
  finishedAt: null,
});

/** So many wait at once in one process; whoever comes then is answered at once. Each asks the database once a second. */
const mostWaiting = 20;
let waiting = 0;

/** As {@link findForApi}, but only when it waits for nobody else any more: it may run, or it is over. @param forSeconds at most */
export async function waitForApi(actor: CallingActor, id: string, forSeconds: number): Promise<ApiRequest | null> {
  let found = await findForApi(actor, id);
  if (waiting >= mostWaiting) return found;
  waiting += 1;
  try {
    for (let second = 0; second < forSeconds && found && isUnderWay(found) && !stopping().aborted; second += 1) {
      await pause(1_000, undefined, { signal: stopping() }).catch(() => undefined);
      found = await findForApi(actor, id);
    }
    return found;
  } finally {
    waiting -= 1;
  }
}

const isUnderWay = ({ state }: ApiRequest): boolean =>
  ["draft", "proved", "awaiting_approval", "running"].includes(state);
