import "server-only";
import { type HumanActor, type Identified, isHuman } from "@/lib/access/actor";
import type { Json } from "@/lib/core/canonical";
import { ok, type Result, refuse, settled } from "@/lib/core/errors";
import { listPossibleApprovers } from "@/lib/people/queries/list-possible-approvers";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { findStandingApprovals } from "@/lib/requests/queries/list-decisions";
import { cardsOf } from "@/lib/requests/queries/request-cards";
import { requestDigest } from "@/lib/requests/rules/digest";
import type { Inspection, Parts, StoredRequest } from "@/lib/requests/shapes";
import type { Operation, Preview } from "../define";
import { findOperation } from "../registry";
import { risks } from "../risk";
import { answering } from "./account";
import { parseInput } from "./admit";
import { contextOf } from "./context";
import { shownOf } from "./preview";

/**
 * A stored request with what would happen if it ran now. Changes nothing. Everybody with a role may read operations; what an
 * operation's preview may not show to somebody, its queries refuse.
 * @refuses request_not_found, digest_mismatch
 */
export async function inspectRequest(
  identified: Identified,
  ref: string,
  ask: { id: string },
): Promise<Result<Inspection>> {
  return answering(ref, async () => {
    if (identified.kind === "visitor") return { ok: false, refusal: identified.refusal };
    if (!isHuman(identified)) return refuse("not_allowed");
    const request = await findStoredRequest(ask.id);
    const operation = request && findOperation(request.operation);
    if (!request || !operation) return refuse("request_not_found");
    if (requestDigest(request) !== request.digest) return refuse("digest_mismatch");
    const [card] = await cardsOf(identified, [request]);
    if (!card) return refuse("request_not_found");
    const now = await settled(() => dryRun(operation, request, { actor: identified, ref })).then((it) =>
      it.ok ? it.value : it,
    );
    return ok({
      card,
      dryRun: now.ok ? ok(shownOf(now.value)) : now,
      drift: now.ok ? await driftOf(operation, request, now.value) : null,
      divisible: operation.narrows !== undefined,
      parts: await partsOf(operation, request, { actor: identified, ref }),
      runWithinMinutes: risks[operation.risk].executeWithinMinutes,
      approvers: request.secondPerson ? await listPossibleApprovers(identified, { besides: request.requesterId }) : [],
    });
  });
}

async function dryRun(
  operation: Operation,
  request: StoredRequest,
  { actor, ref }: { actor: HumanActor; ref: string },
): Promise<Result<Preview>> {
  const input = parseInput(operation, JSON.parse(request.inputText) as Json);
  if (!input.ok) return input;
  const preview = await operation.preview(contextOf(actor, ref, request), input.value);
  if (preview.ok && preview.value.fingerprint !== request.fingerprint) return refuse("target_changed");
  return preview;
}

/** Whom or what a set is made of, by the names that they have now. */
async function partsOf(
  operation: Operation,
  request: StoredRequest,
  { actor, ref }: { actor: HumanActor; ref: string },
): Promise<Parts | null> {
  const input = parseInput(operation, JSON.parse(request.inputText) as Json);
  return (input.ok && (await operation.parts?.(contextOf(actor, ref, request), input.value))) || null;
}

/** Measured from what the last approver saw; before the first, from what was frozen. */
async function driftOf(operation: Operation, request: StoredRequest, now: Preview): Promise<Inspection["drift"]> {
  if (!operation.drift) return null;
  const [approval] = await findStandingApprovals(request.id);
  const seen = JSON.parse(approval?.seenText ?? request.targetText) as Json;
  return operation.drift(seen, now.target);
}
