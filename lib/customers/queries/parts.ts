import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import type { Answer } from "@/lib/connectors/request";
import { seconds } from "@/lib/core/duration";
import { Refused } from "@/lib/core/errors";
import type { Part } from "../shapes";

/** No part keeps anybody waiting longer, whatever its source does. @source design: domain, probes end before three seconds are over */
export const partDeadlineMs = seconds(2.5);

/** What is asked for only after a part came: by an id or a whole address both sides answer quickly, or not at all. */
export const joinDeadlineMs = seconds(1);

/** @refuses not_allowed for people who may see counts only */
export function mayReadCustomers(actor: Actor): void {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: customers-role
}

/** A neighbour's answer as a part of a page. */
export function partOf<T, U>(answer: Answer<T>, say: (value: T) => U): Part<U> {
  if (answer.ok) return { ok: true, value: say(answer.value) };
  const { kind } = answer.failure;
  return { ok: false, trouble: kind === "unknown_outcome" ? "unexpected_answer" : kind };
}

/** What a part says, in other words; one that did not come stays as it is. */
export const told = <T, U>(part: Part<T>, say: (value: T) => U): Part<U> =>
  part.ok ? { ok: true, value: say(part.value) } : part;
