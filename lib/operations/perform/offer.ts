import "server-only";
import type { Identified } from "@/lib/access/actor";
import { canonical, type Json } from "@/lib/core/canonical";
import { consoleDb } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { requestCode } from "@/lib/requests/rules/digest";
import { mayDecide } from "@/lib/requests/rules/may-decide";
import { createRequest } from "@/lib/requests/writes/create-request";
import { decideWithinMinutes } from "../risk";
import { type About, accounted, answering } from "./account";
import { parseInput } from "./admit";
import { contextOf } from "./context";
import { type Others, othersRequest } from "./others-request";
import { cardOf, type OperationCard, shownTextOf } from "./preview";

export type Offered = { id: string; digest: string; code: string; card: OperationCard };

/**
 * Stores a counter-offer: less of the same, in the name of the original requester. It does nothing until its author approves it with
 * a proof; that supersedes the original, and the requester proves the new one.
 * @refuses not_divisible, offer_not_narrower, self_approval, not_allowed, request_wrong_state
 */
export async function offerRequest(
  identified: Identified,
  ref: string,
  ask: { id: string; input: unknown },
): Promise<Result<Offered>> {
  return answering(ref, async () => {
    const others = await othersRequest(identified, ask.id);
    const about: About = { ...others.about, ref };
    return accounted(identified, about, async () => (others.ok ? judged(others.value, ref, ask.input) : others));
  });
}

async function judged({ actor, operation, request }: Others, ref: string, offered: unknown): Promise<Result<Offered>> {
  const may = mayDecide(request, actor, "approve");
  if (!may.ok) return may;
  if (request.state !== "awaiting_approval") return refuse("request_wrong_state", { state: request.state });
  if (!operation.narrows) return refuse("not_divisible");
  const [original, input] = [
    parseInput(operation, JSON.parse(request.inputText) as Json),
    parseInput(operation, offered),
  ];
  if (!original.ok) return original;
  if (!input.ok) return input;
  if (!operation.narrows(original.value, input.value)) return refuse("offer_not_narrower"); // guard: narrower
  const context = contextOf(actor, ref);
  const preview = await (operation.freeze?.(context, input.value, request) ?? operation.preview(context, input.value));
  if (!preview.ok) return preview;
  const { requesterId, sessionId, reason, incident } = request;
  const stored = await consoleDb().$transaction((tx) =>
    createRequest(tx, {
      operation: operation.name,
      risk: operation.risk,
      state: "draft",
      inputText: canonical(input.value as Json),
      targetText: canonical(preview.value.target),
      fingerprint: preview.value.fingerprint,
      shownText: shownTextOf(preview.value),
      secondPerson: true,
      requesterId,
      sessionId,
      reason,
      incident,
      openForMinutes: decideWithinMinutes,
      offer: { by: actor.personId, supersedes: request.id },
    }),
  );
  const card = await cardOf(actor, operation, { preview: preview.value, secondPerson: true });
  return ok({ id: stored.id, digest: stored.digest, code: requestCode(stored.digest), card });
}
