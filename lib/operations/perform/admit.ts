import "server-only";
import { type Actor, type GrantActor, type Identified, isCaller } from "@/lib/access/actor";
import { appMay, operationPolicy, tokenScopeOf } from "@/lib/access/policy";
import { hasRole } from "@/lib/access/roles";
import { confirmStanding } from "@/lib/access/session";
import { ok, type Refusal, type Result, refuse } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import type { Operation } from "../define";
import { findOperation } from "../registry";
import { risks } from "../risk";

export type Admitted = { actor: Actor; operation: Operation };

/** The first gates: is there such an operation, and may this actor ask for it at all? Judged before the input is even parsed. */
export function admit(identified: Identified, name: string): Result<Admitted> {
  if (identified.kind === "visitor") return { ok: false, refusal: identified.refusal };
  const operation = findOperation(name);
  if (!operation) return refuse("unknown_operation");
  if (identified.kind === "grant") {
    const outside = outsideScope(identified, operation);
    if (outside) return { ok: false, refusal: outside };
  }
  if (identified.kind === "token" && tokenScopeOf(operation.name) !== identified.scope)
    return refuse("token_scope", { operation: operation.name }); // guard: token-scope
  const { person } = risks[operation.risk];
  const byItself = identified.kind === "system" || (identified.kind === "app" && appMay(operation.name)); // guard: app-scope
  const allowed = person ? hasRole(identified, operation.allows) : byItself; // guard: role
  return allowed ? ok({ actor: identified, operation }) : refuse("not_allowed", { operation: operation.name });
}

/** What a break-glass grant does not cover, whatever its holder's role: a drill changes nothing, and may be ended. */
function outsideScope({ drill }: GrantActor, { name, risk }: Operation): Refusal | null {
  if (operationPolicy[name].grant === "no") return { code: "grant_scope", facts: { operation: name } }; // guard: grant-scope
  return drill && risk !== "stop" ? { code: "drill_only" } : null; // guard: drill-scope
}

/** Reads the input by the operation's strict schema; a refusal names the fields, never their values. */
export function parseInput(operation: Operation, input: unknown): Result<unknown> {
  const parsed = operation.input.safeParse(input);
  return parsed.success ? ok(parsed.data) : refuse("invalid_input", { fields: wrongFields(parsed.error) });
}

/** What was told in confidence, where the operation asks for it; nothing of it is in a refusal. */
export function parseConfided(operation: Operation, confided: unknown): Result<unknown> {
  if (!operation.confided)
    return confided === undefined ? ok(undefined) : refuse("invalid_input", { fields: "confided" });
  const parsed = operation.confided.safeParse(confided);
  return parsed.success ? ok(parsed.data) : refuse("confidence_missing"); // guard: confidence
}

/**
 * For guarded acts and above: role and session are asked of Clerk again, this second.
 * @param provedIn the account and session of the proof: where a program runs it, those are asked about
 */
export async function stillAllowed(
  { actor, operation }: Admitted,
  provedIn: { clerkUserId: string | null; sessionId: string },
): Promise<Result<true>> {
  if (!isCaller(actor) || !risks[operation.risk].liveRoles) return ok(true);
  if (actor.kind === "token" && provedIn.clerkUserId === null) return refuse("role_unconfirmed");
  const confirmed = await confirmStanding(actor.kind === "token" ? provedIn : actor);
  if (!confirmed.ok) return confirmed;
  const allowed = confirmed.value.roles.some((role) => operation.allows.includes(role)); // guard: live-role
  return allowed ? ok(true) : refuse("not_allowed", { operation: operation.name });
}
