import "server-only";
import { type HumanActor, type Identified, isHuman } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { requestDigest } from "@/lib/requests/rules/digest";
import { approverRoles } from "@/lib/requests/rules/may-decide";
import type { StoredRequest } from "@/lib/requests/shapes";
import type { Operation } from "../define";
import { findOperation } from "../registry";
import type { About } from "./account";
import { aboutRequest } from "./own-request";
import { voidTampered } from "./void-tampered";

export type Others = { actor: HumanActor; operation: Operation; request: StoredRequest };

/**
 * A stored request of somebody else's, for a person who may decide about what others ask; still exactly as it was stored.
 * @refuses not_allowed, request_not_found, digest_mismatch
 */
export async function othersRequest(
  identified: Identified,
  id: string,
): Promise<Result<Others> & { about: Omit<About, "ref"> }> {
  const request = await findStoredRequest(id);
  const about = aboutRequest(request);
  const refused = (result: ReturnType<typeof refuse>) => ({ ...result, about });
  if (identified.kind === "visitor") return { ok: false, refusal: identified.refusal, about };
  if (!isHuman(identified) || !hasRole(identified, approverRoles)) return refused(refuse("not_allowed"));
  const operation = request && findOperation(request.operation);
  if (!request || !operation) return refused(refuse("request_not_found"));
  if (requestDigest(request) !== request.digest) return refused(await voidTampered(request)); // guard: approver-digest
  return { ...ok({ actor: identified, operation, request }), about };
}
