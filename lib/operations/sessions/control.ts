import "server-only";
import { isHuman } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import type { ConsoleTransaction } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { StoredRequest } from "@/lib/requests/shapes";
import { findRevocation, type KnownRevocation } from "@/lib/sessions/queries/open";
import { setRevocationState } from "@/lib/sessions/writes/lease";
import { type Context, type Outcome, type Preview, quietPreview, type Reconciled } from "../define";
import { tellOfLook } from "../perform/tell-of-hold";

/** Whose sessions, in plain characters. */
const subjectOf = ({ userId }: KnownRevocation): string => userId ?? "*";

/**
 * A revocation that somebody wants to stop.
 * @refuses revocation_not_found, revocation_over
 */
export async function previewOpenRevocation(
  { actor }: Context,
  request: string,
  from: readonly string[],
): Promise<Result<Preview>> {
  const revocation = await findRevocation(actor, request);
  if (!revocation) return refuse("revocation_not_found");
  if (!from.includes(revocation.state)) return refuse("revocation_over");
  return ok(quietPreview(subjectOf(revocation)));
}

/**
 * A revocation that somebody wants to let go on: one's own, unless one is an admin.
 * @refuses revocation_not_found, revocation_over, request_not_yours, nothing_to_change
 */
export async function previewPausedRevocation({ actor }: Context, request: string): Promise<Result<Preview>> {
  const revocation = await findRevocation(actor, request);
  if (!revocation) return refuse("revocation_not_found");
  const own = (isHuman(actor) || actor.kind === "token") && revocation.requesterId === actor.personId;
  if (!own && !hasRole(actor, ["admin"])) return refuse("request_not_yours"); // guard: own-revocation
  const { state } = revocation;
  if (!["running", "paused"].includes(state)) return refuse("revocation_over");
  if (state === "running") return refuse("nothing_to_change");
  return ok({ ...quietPreview(subjectOf(revocation)), fingerprint: revocation.version });
}

/**
 * Sets what people want of a revocation. Whoever does has looked: if its canary held it, nobody needs to be called any more.
 * @refuses revocation_over
 */
export async function steerRevocation(
  { actor, tx }: Context & { tx: ConsoleTransaction },
  request: string,
  change: Parameters<typeof setRevocationState>[2],
): Promise<Result<null>> {
  const before = await setRevocationState(tx, request, change);
  if (!before) return refuse("revocation_over");
  if (before.heldSince !== null) await tellOfLook(tx, request, { since: before.heldSince, actor });
  return ok(null);
}

/** What its end says: what was seen, and what became of it. */
export const revocationOutcome = (
  requestId: string,
  values: { users: number; revoked: number; gone: number },
): Outcome => ({ summary: { key: "sessions.finished", values }, href: `/operations/${requestId}` });

/** It has begun, and goes on by itself. */
export const begunOutcome = (requestId: string): Outcome => ({
  summary: { key: "sessions.begun" },
  href: `/operations/${requestId}`,
  goesOn: true,
});

/** Whether a revocation of which nobody wrote down how it ended was begun at all. */
export async function reconcileRevocation({ actor }: Context, { id }: StoredRequest): Promise<Reconciled> {
  const revocation = await findRevocation(actor, id);
  if (!revocation) return { happened: false };
  const over = ["finished", "canceled"].includes(revocation.state);
  return over ? { happened: true, outcome: begunOutcome(id) } : { happened: "undecided" };
}
