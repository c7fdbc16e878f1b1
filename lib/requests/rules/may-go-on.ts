import type { CallingActor } from "@/lib/access/actor";
import { tokenOf } from "@/lib/core/token-session";

/**
 * Whether its requester may go on with a request from where they are: only from the session, or with the token, that asked. What a
 * program asked for its person proves in a browser, so they may from any session of theirs; not by break-glass.
 */
export function mayGoOn(
  request: { requesterId: string; sessionId: string },
  { kind, personId, sessionId }: Pick<CallingActor, "kind" | "personId" | "sessionId">,
): boolean {
  if (request.requesterId !== personId) return false;
  return request.sessionId === sessionId || (kind === "person" && tokenOf(request.sessionId) !== null);
}
