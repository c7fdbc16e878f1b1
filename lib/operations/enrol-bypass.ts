import "server-only";
import { z } from "zod";
import { type OperationName, operationPolicy } from "@/lib/access/policy";
import type { Role } from "@/lib/access/roles";
import { listHolders } from "@/lib/bypass/queries/list-holders";
import { isEnrollable } from "@/lib/bypass/rules/readiness";
import { enrol } from "@/lib/bypass/writes/enrolments";
import { ok, refuse } from "@/lib/core/errors";
import { choosePeople } from "@/lib/people/queries/choose-people";
import { personId } from "@/lib/people/shapes";
import { defineOperation, type Phrase } from "./define";
import { tellOfEnrolment } from "./perform/tell-of-bypass";

const target = z.strictObject({ id: personId, name: z.string() });

/** What somebody with these roles may ask for under a break-glass grant. Read from the policy, so that it is never an old promise. */
function scopeOf(roles: readonly Role[]): OperationName[] {
  const names = Object.keys(operationPolicy) as OperationName[];
  return names.filter((name) => {
    const { grant, ...cells } = operationPolicy[name];
    return grant !== "no" && roles.some((role) => cells[role] !== "no");
  });
}

/**
 * Lets one more person come in without Clerk, from when they have a factor of their own there. It makes no factor: what somebody else
 * made would not be theirs.
 * @refuses person_not_found, not_a_member, not_enrollable (neither responder nor admin), already_enrolled
 * @source design: access §6 (an admin asks, another admin approves, the person alone sets factor and PIN)
 */
export const enrolBypass = defineOperation({
  name: "bypass.enrol",
  risk: "grave",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ person: personId }),
  undo: "bypass.strike",

  async preview({ actor }, { person: id }) {
    const found = await choosePeople(actor, [id]);
    if (!found.ok) return found;
    const [person] = found.value.chosen;
    if (!person) return refuse("person_not_found", { people: 1 });
    const { name, roles, member, version } = person;
    if (!member) return refuse("not_a_member", { people: 1 });
    if (!isEnrollable(roles)) return refuse("not_enrollable"); // guard: enrollable
    const holders = await listHolders(actor);
    if (holders.some(({ personId: enrolled }) => enrolled === id)) return refuse("already_enrolled"); // guard: enrolled-once
    const lines: Phrase[] = [
      { key: "enrolments.enrol.entry", values: { name } },
      { key: "enrolments.enrol.may", values: { operations: scopeOf(roles).join(", ") } },
      { key: "enrolments.enrol.never" },
      { key: "enrolments.enrol.factor" },
      { key: "enrolments.enrol.told" },
    ];
    return ok({
      subject: name,
      blast: { deliveries: 0, relyingParties: 0, people: 1, requests: 0 },
      lines,
      warnings: "personId" in actor && actor.personId === id ? [{ key: "enrolments.enrol.own" }] : [],
      reversible: true,
      fingerprint: version,
      target: { id, name },
    });
  },

  async run({ tx, requestId }, _input, frozen) {
    const { id, name } = target.parse(frozen);
    const enrolment = await enrol(tx, { personId: id, requestId });
    if (!enrolment) return refuse("already_enrolled");
    await tellOfEnrolment(tx, "bypass.enrolled", { id, name }, enrolment);
    return ok({
      summary: { key: "enrolments.enrol.done", values: { name } },
      href: "/bypass",
      facts: { personId: id, enrolmentId: enrolment },
    });
  },
});
