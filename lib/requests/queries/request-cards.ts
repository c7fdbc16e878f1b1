import "server-only";
import type { CallingActor, HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { tokenOf } from "@/lib/core/token-session";
import { requestCode } from "../rules/digest";
import { mayDecide } from "../rules/may-decide";
import { mayGoOn } from "../rules/may-go-on";
import { nonceOf } from "../rules/nonce";
import type { Decision, RequestCard, Shown, StoredRequest } from "../shapes";
import { listDecisions } from "./list-decisions";

/** Stored requests as pages show them to one reader, in the same order. */
export async function cardsOf(actor: HumanActor, requests: readonly StoredRequest[]): Promise<RequestCard[]> {
  const ids = requests.flatMap(({ requesterId, offeredBy }) => [requesterId, ...(offeredBy ? [offeredBy] : [])]);
  const tokens = requests.flatMap(({ sessionId }) => tokenOf(sessionId) ?? []);
  const [people, programs, decisions] = await Promise.all([
    consoleDb().person.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } }),
    tokens.length === 0
      ? []
      : consoleDb().apiToken.findMany({ where: { id: { in: tokens } }, select: { id: true, name: true } }),
    listDecisions(
      actor,
      requests.filter(({ secondPerson }) => secondPerson).map(({ id }) => id),
    ),
  ]);
  const names = new Map([...people, ...programs].map(({ id, name }) => [id, name]));
  return requests.map((request) => cardOf(actor, request, names, decisions.get(request.id) ?? []));
}

function cardOf(
  actor: HumanActor,
  request: StoredRequest,
  names: ReadonlyMap<string, string>,
  decisions: readonly Decision[],
): RequestCard {
  const { id, operation, risk, state, digest, reason, incident, secondPerson } = request;
  const may = mayDecide(request, actor, state === "ready" ? "deny" : "approve");
  return {
    id,
    operation,
    risk,
    state,
    digest,
    reason,
    incident,
    secondPerson,
    decisions,
    code: requestCode(digest),
    requesterName: names.get(request.requesterId) ?? "?",
    program: programOf(request, names),
    own: request.requesterId === actor.personId,
    input: JSON.parse(request.inputText) as unknown,
    shown: JSON.parse(request.shownText) as Shown | null,
    offeredByName: request.offeredBy ? (names.get(request.offeredBy) ?? "?") : null,
    supersedes: request.supersedes,
    supersededBy: request.supersededBy,
    outcome: request.outcomeText ? (JSON.parse(request.outcomeText) as unknown) : null,
    failureCode: request.failureCode,
    createdAt: request.createdAt.toISOString(),
    approveBy: request.approveBy?.toISOString() ?? null,
    executeBy: request.executeBy.toISOString(),
    startedAt: request.startedAt?.toISOString() ?? null,
    finishedAt: request.finishedAt?.toISOString() ?? null,
    nonce: nonceFor(actor, request),
    mayNotDecide: may.ok ? null : may.refusal.code,
  };
}

function programOf({ sessionId }: StoredRequest, names: ReadonlyMap<string, string>): string | null {
  const token = tokenOf(sessionId);
  return token === null ? null : (names.get(token) ?? "?");
}

/** Only who may go on with it gets it, and only while it is good for something. */
export function nonceFor(actor: CallingActor, request: StoredRequest): string | null {
  const { id, digest, proofId, state } = request;
  if (!mayGoOn(request, actor)) return null; // guard: nonce-reader
  return state === "ready" && proofId ? nonceOf({ id, digest, proofId }, env().NONCE_KEY) : null;
}
