import type { Role } from "@/lib/access/roles";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { RequestState } from "../shapes";

type Decidable = {
  state: RequestState;
  requesterId: string;
  secondPerson: boolean;
  /** Who made this counter-offer; null where it is none. */
  offeredBy: string | null;
};

type Decider = { personId: string; roles: readonly Role[] };

/** Who may approve what another person asked for. @source design: access §2 */
export const approverRoles: readonly Role[] = ["admin"];

/**
 * Whether somebody may say yes or no to a request as it stands. A no is possible for as long as nothing runs, a yes only while it is
 * waited for.
 * @refuses not_allowed, self_approval, request_expired, request_wrong_state
 */
export function mayDecide(request: Decidable, decider: Decider, decision: "approve" | "deny"): Result<true> {
  if (!decider.roles.some((role) => approverRoles.includes(role))) return refuse("not_allowed"); // guard: approver-role
  if (request.requesterId === decider.personId) return refuse("self_approval"); // guard: self-approval
  if (request.state === "expired") return refuse("request_expired");
  const ownOffer = request.state === "draft" && request.offeredBy === decider.personId && decision === "approve";
  const waiting = request.state === "awaiting_approval" || (request.state === "ready" && decision === "deny");
  return request.secondPerson && (waiting || ownOffer)
    ? ok(true)
    : refuse("request_wrong_state", { state: request.state });
}
