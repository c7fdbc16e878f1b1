import "server-only";
import type { Identified } from "@/lib/access/actor";
import { confirmStanding } from "@/lib/access/session";
import { canonical, type Json } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { ok, Refused, type Result, refuse } from "@/lib/core/errors";
import { hasDecided } from "@/lib/requests/queries/list-decisions";
import { mayDecide } from "@/lib/requests/rules/may-decide";
import { decisionReason } from "@/lib/requests/shapes";
import { closeByDenial, keepDecision, openByApproval, openOffer } from "@/lib/requests/writes/keep-decision";
import { risks } from "../risk";
import { type About, accounted, answering, record } from "./account";
import { parseInput } from "./admit";
import { contextOf } from "./context";
import { type Others, othersRequest } from "./others-request";
import { proving } from "./proving";
import { type GivenProof, recordProof, spendProof } from "./spend-proof";
import { tellOfDecision } from "./tell";

export type Decide = {
  id: string;
  /** The digest of what was on the approver's screen. */
  digest: string;
  decision: "approve" | "deny";
  reason: string;
  proof: GivenProof;
};

export type Decided = { id: string; decision: "approved" | "denied" };

/**
 * Another person says yes or no to exactly what they were shown, and proves who they are. A no beats a yes until it runs. Who says
 * the same again (a second tap, a repeated call) gets the same answer, and nothing happens twice.
 * @refuses not_allowed, self_approval, digest_mismatch, request_expired, request_wrong_state, reason_missing, target_changed, and
 * what the proof and the dry run refuse
 */
export async function decideRequest(identified: Identified, ref: string, ask: Decide): Promise<Result<Decided>> {
  return answering(ref, async () => {
    const others = await othersRequest(identified, ask.id);
    const about: About = { ...others.about, ref };
    return accounted(identified, about, async () => (others.ok ? judged(others.value, about, ask) : others));
  });
}

async function judged(others: Others, about: About, ask: Decide): Promise<Result<Decided>> {
  const { actor, request } = others;
  const decided = ask.decision === "approve" ? "approved" : "denied";
  if (await hasDecided(actor, { ...ask, decision: decided })) return ok({ id: request.id, decision: decided });
  const may = mayDecide(request, actor, ask.decision);
  if (!may.ok) return may;
  if (ask.digest !== request.digest) return refuse("digest_mismatch"); // guard: shown-digest
  const reason = decisionReason.safeParse(ask.reason);
  if (!reason.success) return refuse("invalid_input", { fields: "reason" });
  if (ask.decision === "deny" && reason.data === "") return refuse("reason_missing");
  const standing = await confirmStanding(actor);
  if (!standing.ok) return standing;
  const stillMay = mayDecide(request, standing.value, ask.decision); // guard: live-approver
  if (!stillMay.ok) return stillMay;
  const seen = ask.decision === "approve" ? await seenNow(others, about.ref) : ok("null");
  if (!seen.ok) return seen;
  return proving({ actor, request, about }, async (tx) =>
    decide(tx, others, about, { ...ask, reason: reason.data, seenText: seen.value }),
  );
}

/** What an approver agrees to must still be possible now. For a set, how it stands now is where drift is measured from. */
async function seenNow({ actor, operation, request }: Others, ref: string): Promise<Result<string>> {
  const input = parseInput(operation, JSON.parse(request.inputText) as Json);
  if (!input.ok) return input;
  const preview = await operation.preview(contextOf(actor, ref, request), input.value);
  if (!preview.ok) return preview;
  if (preview.value.fingerprint !== request.fingerprint) return refuse("target_changed");
  return ok(canonical(preview.value.target));
}

async function decide(
  tx: ConsoleTransaction,
  { actor, request }: Others,
  about: About,
  { decision, reason, proof: given, seenText }: Decide & { seenText: string },
): Promise<Decided> {
  const { id, digest } = request;
  const proof = await spendProof(tx, actor, { requestId: id, digest, purpose: decision }, given);
  const moved = decision === "deny" ? await closeByDenial(tx, request) : await open(tx, request);
  if (!moved) throw new Refused({ code: "request_wrong_state" });
  const decided = decision === "approve" ? "approved" : "denied";
  const { personId, clerkUserId, sessionId } = actor;
  const kept = {
    requestId: id,
    personId,
    clerkUserId,
    sessionId,
    decision: decided,
    digest,
    reason,
    proofId: proof.id,
  } as const;
  await keepDecision(tx, { ...kept, seenText });
  await tellOfDecision(tx, { request, decided, by: actor });
  await recordProof(tx, actor, about, proof);
  const facts = { decision: decided, proof: proof.kind, supersedes: request.supersedes };
  await record(tx, actor, { ...about, reason }, { kind: "decision", facts });
  return { id, decision: decided };
}

function open(tx: ConsoleTransaction, { id, digest, risk, supersedes }: Others["request"]): Promise<boolean> {
  const runWithinMinutes = approvedForMinutes(risk);
  return supersedes === null
    ? openByApproval(tx, { id, digest, runWithinMinutes })
    : openOffer(tx, { id, digest, supersedes, runWithinMinutes });
}

const approvedForMinutes = (risk: string): number => {
  const policy = Object.hasOwn(risks, risk) ? risks[risk as keyof typeof risks] : null;
  return policy?.executeWithinMinutes ?? 0;
};
