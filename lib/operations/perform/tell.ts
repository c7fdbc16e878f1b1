import "server-only";
import type { CallingActor, HumanActor } from "@/lib/access/actor";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { NoticeValues } from "@/lib/notices/shapes";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { requestCode } from "@/lib/requests/rules/digest";
import { approverRoles } from "@/lib/requests/rules/may-decide";
import type { Shown, StoredRequest } from "@/lib/requests/shapes";

/** The key of the notice that asks for an approval; whatever answers it settles it. */
export const approvalWanted = (requestId: string): string => `approval.wanted/${requestId}`;

function valuesOf(request: StoredRequest, who?: CallingActor): NoticeValues {
  const shown = JSON.parse(request.shownText) as Shown | null;
  return {
    operation: request.operation,
    code: requestCode(request.digest),
    subject: shown?.subject ?? request.operation,
    ...(who ? { who: who.name } : {}),
  };
}

/** Every admin but the requester is asked. During an incident nobody may sleep through it. */
export async function tellOfWish(tx: ConsoleTransaction, request: StoredRequest, by: HumanActor): Promise<void> {
  await postNotice(tx, {
    kind: "approval.wanted",
    href: `/approvals?request=${request.id}`,
    audience: { roles: approverRoles, exceptIds: [by.personId] },
    urgency: request.incident === null ? "tell" : "page",
    dedupKey: approvalWanted(request.id),
    values: valuesOf(request, by),
  });
}

/** The requester hears what became of it. */
export async function tellOfDecision(
  tx: ConsoleTransaction,
  { request, decided, by }: { request: StoredRequest; decided: "approved" | "denied"; by: HumanActor },
): Promise<void> {
  const kind =
    decided === "approved" && request.supersedes !== null ? "approval.offered" : (`approval.${decided}` as const);
  await postNotice(tx, {
    kind,
    href: `/operations/${request.id}`,
    audience: { personIds: [request.requesterId] },
    urgency: "tell",
    dedupKey: `${kind}/${request.id}/${by.personId}/${request.approvalsFrom.getTime()}`,
    settles: approvalWanted(request.supersedes ?? request.id),
    values: valuesOf(request, by),
  });
}

/** An approval that no longer counts: the requester hears it, and the approvers are asked anew. */
export async function tellOfLoss(tx: ConsoleTransaction, request: StoredRequest): Promise<void> {
  await postNotice(tx, {
    kind: "approval.lost",
    href: `/approvals?request=${request.id}`,
    audience: { roles: approverRoles, personIds: [request.requesterId] },
    urgency: request.incident === null ? "tell" : "page",
    dedupKey: `approval.lost/${request.id}/${request.approvalsFrom.getTime()}`,
    values: valuesOf(request),
  });
}

/** Every admin hears at once of what ran without a second person. */
export async function tellOfEmergency(tx: ConsoleTransaction, request: StoredRequest, by: CallingActor): Promise<void> {
  await postNotice(tx, {
    kind: "emergency.ran",
    href: `/operations/${request.id}`,
    audience: { roles: approverRoles },
    urgency: "page",
    dedupKey: `emergency.ran/${request.id}`,
    values: valuesOf(request, by),
  });
}

/** Somebody in this person's session tries to prove that they are that person, and fails. */
export async function tellOfFailedProofs(
  tx: ConsoleTransaction,
  request: StoredRequest,
  by: HumanActor,
): Promise<void> {
  await postNotice(tx, {
    kind: "proof.locked",
    href: `/operations/${request.id}`,
    audience: { roles: approverRoles, personIds: [by.personId] },
    urgency: "page",
    dedupKey: `proof.locked/${request.id}/${by.personId}`,
    values: valuesOf(request, by),
  });
}

/** Who acted alone owes a review, and hears so at once. */
export async function tellOfReview(tx: ConsoleTransaction, request: StoredRequest, reviewId: string): Promise<void> {
  await postNotice(tx, {
    kind: "review.due",
    href: `/approvals/reviews/${reviewId}`,
    audience: { personIds: [request.requesterId] },
    urgency: "tell",
    dedupKey: `review.due/${reviewId}`,
    values: valuesOf(request),
  });
}

/** Somebody wrote into our own database: that is an attack, or a grave mistake. */
export async function tellOfTampering(tx: ConsoleTransaction, request: StoredRequest): Promise<void> {
  await postNotice(tx, {
    kind: "request.tampered",
    href: `/operations/${request.id}`,
    audience: { roles: approverRoles },
    urgency: "page",
    dedupKey: `request.tampered/${request.id}`,
    values: { operation: request.operation },
  });
}

/** A way to prove that one is this person came or went: if it was not them, they must hear of it. */
export async function tellOfPasskey(
  tx: ConsoleTransaction,
  kind: "passkey.added" | "passkey.removed",
  whose: HumanActor,
  passkeyId: string,
): Promise<void> {
  await postNotice(tx, {
    kind,
    href: "/settings/passkeys",
    audience: { personIds: [whose.personId] },
    urgency: "tell",
    dedupKey: `${kind}/${passkeyId}`,
    values: { who: whose.name },
  });
}

/** Somebody can call in this person's name from now on: if they did not ask for it, they must hear of it. */
export async function tellOfToken(
  tx: ConsoleTransaction,
  { tokenId, personId, who, name }: { tokenId: string; personId: string; who: string; name: string },
): Promise<void> {
  await postNotice(tx, {
    kind: "api-token.created",
    href: "/settings/tokens",
    audience: { personIds: [personId] },
    urgency: "tell",
    dedupKey: `api-token.created/${tokenId}`,
    values: { who, subject: name },
  });
}
