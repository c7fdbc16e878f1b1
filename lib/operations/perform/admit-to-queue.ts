import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import type { ConsoleTransaction } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import type { StoredRequest } from "@/lib/requests/shapes";
import { lockQueueOf, waitingOf } from "@/lib/requests/writes/queue";
import { openRequestsLimit } from "../risk";
import { type About, record } from "./account";
import { tellOfWish } from "./tell";

/**
 * Lets a proved request into the approvers' inbox: never the same thing twice, never more than a person can weigh. It is recorded,
 * because from here on it is asked of others.
 * @throws Refused already_requested, too_many_open_requests
 */
export async function admitToQueue(
  tx: ConsoleTransaction,
  actor: HumanActor,
  request: StoredRequest,
  about: About,
): Promise<void> {
  await lockQueueOf(tx, actor.personId);
  const others = (await waitingOf(tx, actor.personId)).filter(({ id }) => id !== request.id);
  const same = others.find(
    ({ operation, inputText }) => operation === request.operation && inputText === request.inputText,
  );
  if (same) throw new Refused({ code: "already_requested", facts: { requestId: same.id } }); // guard: duplicate-request
  if (others.length >= openRequestsLimit)
    throw new Refused({ code: "too_many_open_requests", facts: { limit: openRequestsLimit } }); // guard: request-flood
  await tellOfWish(tx, request, actor);
  await record(tx, actor, about, { kind: "decision", facts: { decision: "asked" } });
}
