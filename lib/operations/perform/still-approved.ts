import "server-only";
import { confirmStanding } from "@/lib/access/session";
import type { Json } from "@/lib/core/canonical";
import { ok, type RefusalCode, type Result, refuse } from "@/lib/core/errors";
import { findStandingApprovals, type StandingApproval } from "@/lib/requests/queries/list-decisions";
import { approverRoles } from "@/lib/requests/rules/may-decide";
import type { StoredRequest } from "@/lib/requests/shapes";
import { sendBack } from "@/lib/requests/writes/keep-decision";
import type { Operation } from "../define";
import { decideWithinMinutes, driftLimit } from "../risk";
import { tellOfLoss } from "./tell";
import { transact } from "./transact";

/**
 * Whether what is about to run is still approved: by another person who is an admin this second, whose session was not ended, for a
 * world that has hardly moved since. If not, it goes back to the approvers.
 * @refuses approval_missing, target_drifted, role_unconfirmed
 */
export async function stillApproved(operation: Operation, request: StoredRequest, now: Json): Promise<Result<true>> {
  if (!request.secondPerson) return ok(true);
  const approvals = await findStandingApprovals(request.id);
  let lost: RefusalCode = "approval_missing";
  for (const approval of approvals) {
    const standing = await stillStands(approval, request);
    if (standing.ok) return notDrifted(operation, request, { seen: JSON.parse(approval.seenText) as Json, now });
    if (standing.refusal.code === "role_unconfirmed") return standing;
    lost = standing.refusal.code;
  }
  return back(request, "approval_missing", { because: lost });
}

/** Nobody approves their own, also not by a second account that turned out to be theirs since. */
async function stillStands(approval: StandingApproval, request: StoredRequest): Promise<Result<true>> {
  const standing = await confirmStanding(approval);
  if (!standing.ok) return standing;
  if (standing.value.personId === request.requesterId) return refuse("self_approval"); // guard: self-approval-at-run
  const admin = standing.value.roles.some((role) => approverRoles.includes(role));
  return admin ? ok(true) : refuse("not_allowed"); // guard: approver-at-run
}

async function notDrifted(
  operation: Operation,
  request: StoredRequest,
  { seen, now }: { seen: Json; now: Json },
): Promise<Result<true>> {
  if (!operation.drift) return ok(true);
  const { changed, total } = operation.drift(seen, now);
  if (total === 0 || changed / total <= driftLimit) return ok(true);
  return back(request, "target_drifted", { changed, total }); // guard: drift
}

async function back(
  request: StoredRequest,
  code: "approval_missing" | "target_drifted",
  facts: Record<string, string | number>,
): Promise<Result<true>> {
  const sent = await transact(async (tx) => {
    if (await sendBack(tx, { id: request.id, decideWithinMinutes })) await tellOfLoss(tx, request);
  });
  return sent.ok ? refuse(code, facts) : sent;
}
