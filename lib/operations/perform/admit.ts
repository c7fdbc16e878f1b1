import "server-only";
import type { z } from "zod";
import { type Actor, type GrantActor, type Identified, isHuman } from "@/lib/access/actor";
import { operationPolicy, tokenScopeOf } from "@/lib/access/policy";
import { hasRole } from "@/lib/access/roles";
import { confirmStanding } from "@/lib/access/session";
import { ok, type Refusal, type Result, refuse } from "@/lib/core/errors";
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
  const allowed = person ? hasRole(identified, operation.allows) : identified.kind === "system"; // guard: role
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
  if (parsed.success) return ok(parsed.data);
  const fields = [...new Set(parsed.error.issues.map(fieldOf))].slice(0, 8).join(", ");
  return refuse("invalid_input", { fields });
}

/** What was told in confidence, where the operation asks for it; nothing of it is in a refusal. */
export function parseConfided(operation: Operation, confided: unknown): Result<unknown> {
  if (!operation.confided)
    return confided === undefined ? ok(undefined) : refuse("invalid_input", { fields: "confided" });
  const parsed = operation.confided.safeParse(confided);
  return parsed.success ? ok(parsed.data) : refuse("confidence_missing"); // guard: confidence
}

function fieldOf(issue: z.core.$ZodIssue): string {
  const name = issue.code === "unrecognized_keys" ? issue.keys.join(" ") : issue.path.join(".");
  return (name || "input").replace(/[^\w .-]/g, "?").slice(0, 60);
}

/** For guarded acts and above: role and session are asked of Clerk again, this second. */
export async function stillAllowed({ actor, operation }: Admitted): Promise<Result<true>> {
  if (!isHuman(actor) || !risks[operation.risk].liveRoles) return ok(true);
  const confirmed = await confirmStanding(actor);
  if (!confirmed.ok) return confirmed;
  const allowed = confirmed.value.roles.some((role) => operation.allows.includes(role)); // guard: live-role
  return allowed ? ok(true) : refuse("not_allowed", { operation: operation.name });
}
