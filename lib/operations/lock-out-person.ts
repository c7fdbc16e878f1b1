import "server-only";
import { z } from "zod";
import { isCaller } from "@/lib/access/actor";
import { roles } from "@/lib/access/roles";
import { ok, refuse } from "@/lib/core/errors";
import { choosePeople } from "@/lib/people/queries/choose-people";
import { freezePeople, stillAsShown } from "@/lib/people/rules/frozen";
import { adminsWithout, leavesTooFewAdmins } from "@/lib/people/rules/standing";
import { personId } from "@/lib/people/shapes";
import { blockRole, lockRoles } from "@/lib/people/writes/change-roles";
import { defineOperation, type Phrase } from "./define";

/** Who locks somebody out stays: with that one admin, and Clerk's own dashboard, there is a way back. */
const leastAfterLockOut = 1;

/**
 * A colleague's account is in the wrong hands: every role of that one person is blocked at once, also those that Clerk could still
 * give. It needs no second person, because the second person may be the one to lock out.
 * @refuses person_not_found, not_on_oneself, nothing_to_change (locked out already), too_few_admins, target_changed
 */
export const lockOutPerson = defineOperation({
  name: "person.lock-out",
  risk: "emergency",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: personId }),
  undo: "person.grant-role",

  async preview({ actor }, { id }) {
    if (isCaller(actor) && actor.personId === id) return refuse("not_on_oneself"); // guard: not-oneself
    const found = await choosePeople(actor, [id]);
    if (!found.ok) return found;
    const { everybody, chosen } = found.value;
    const [person] = chosen;
    if (!person) return refuse("person_not_found", { people: 1 });
    if (person.blocks.length === roles.length) return refuse("nothing_to_change");
    if (leavesTooFewAdmins(everybody, new Set([id]), leastAfterLockOut)) return refuse("too_few_admins");
    const left = adminsWithout(everybody, new Set([id])).length;
    const { name } = person;
    const lines: Phrase[] = [
      { key: "people.lockOut.roles", values: { name } },
      { key: "people.lockOut.sessions", values: { name } },
      { key: "people.lockOut.undo", values: { name } },
    ];
    const lastOne = person.roles.includes("admin") && left === leastAfterLockOut;
    return ok({
      subject: name,
      blast: { deliveries: 0, relyingParties: 0, people: 1, requests: 0 },
      lines,
      warnings: lastOne ? [{ key: "people.lockOut.lastAdmin" }] : [],
      reversible: true,
      fingerprint: person.version,
      target: freezePeople([person]),
    });
  },

  async run({ tx, requestId }, { id }, frozen) {
    const everybody = await lockRoles(tx);
    const [person] = stillAsShown(frozen, everybody).unchanged;
    if (!person) return refuse("target_changed");
    if (leavesTooFewAdmins(everybody, new Set([id]), leastAfterLockOut)) return refuse("too_few_admins"); // guard: last-admin
    for (const role of roles) await blockRole(tx, person, { role, requestId });
    return ok({
      summary: { key: "people.lockOut.done", values: { name: person.name } },
      href: "/settings/people",
      facts: { personId: id },
    });
  },
});
