import "server-only";
import { isCaller } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { choosePeople } from "@/lib/people/queries/choose-people";
import { partsOfPeople } from "@/lib/people/queries/parts-of-people";
import { driftOfPeople, freezePeople, narrowsPeople, stillAsShown } from "@/lib/people/rules/frozen";
import { sampleOf } from "@/lib/people/rules/sample";
import { adminsWithout, leastAdmins, leavesTooFewAdmins } from "@/lib/people/rules/standing";
import { rolesOfPeople, type Standing } from "@/lib/people/shapes";
import { blockRole, lockRoles } from "@/lib/people/writes/change-roles";
import { defineOperation, type Phrase } from "./define";

const idsOf = (people: readonly Standing[]): Set<string> => new Set(people.map(({ id }) => id));

/**
 * Takes one role from a set of people, whatever Clerk says of them: their grant of it ends and a block begins, until somebody grants
 * it again. One's own role may be among them, as long as two admins are left. Who changed since the set was shown is skipped.
 * @refuses person_not_found, nothing_to_change (all are blocked already), too_few_admins, target_changed (everybody changed)
 * @source design: access §2, effective roles = (Clerk ∪ grants) − blocks
 */
export const blockRolePerson = defineOperation({
  name: "person.block-role",
  risk: "grave",
  allows: ["admin"],
  reach: "console",
  input: rolesOfPeople,
  undo: "person.grant-role",
  drift: driftOfPeople,
  narrows: narrowsPeople,
  parts: partsOfPeople,

  async preview({ actor }, { people, role }) {
    const found = await choosePeople(actor, people);
    if (!found.ok) return found;
    const { everybody, chosen } = found.value;
    if (chosen.every(({ blocks }) => blocks.includes(role))) return refuse("nothing_to_change");
    if (role === "admin" && leavesTooFewAdmins(everybody, idsOf(chosen), leastAdmins)) return refuse("too_few_admins");
    const losing = chosen.filter(({ roles }) => roles.includes(role));
    const roleless = losing.filter(({ roles }) => roles.length === 1).length;
    const ahead = chosen.length - losing.length;
    const lines: Phrase[] = [
      { key: "people.block.lose", values: { role, count: losing.length, ...sampleOf(losing) } },
      ...(ahead > 0 ? [{ key: "people.block.ahead", values: { role, count: ahead } }] : []),
      { key: "people.block.atOnce" },
    ];
    const left = adminsWithout(everybody, idsOf(chosen)).length;
    const own = isCaller(actor) && losing.some(({ id }) => id === actor.personId);
    const warnings: Phrase[] = [
      ...(role === "admin" ? [{ key: "people.block.admin", values: { count: left } }] : []),
      ...(roleless > 0 ? [{ key: "people.block.roleless", values: { count: roleless } }] : []),
      ...(own ? [{ key: "people.block.own" }] : []),
    ];
    return ok({
      subject: sampleOf(chosen).names,
      blast: { deliveries: 0, relyingParties: 0, people: chosen.length, requests: 0 },
      lines,
      warnings,
      reversible: true,
      fingerprint: role,
      target: freezePeople(chosen),
    });
  },

  async run({ tx, requestId }, { role }, frozen) {
    const everybody = await lockRoles(tx);
    const { unchanged, changed } = stillAsShown(frozen, everybody);
    if (unchanged.length === 0) return refuse("target_changed");
    const tooFew = role === "admin" && leavesTooFewAdmins(everybody, idsOf(unchanged), leastAdmins);
    if (tooFew) return refuse("too_few_admins"); // guard: two-admins
    for (const person of unchanged) await blockRole(tx, person, { role, requestId });
    return ok({
      summary: { key: "people.block.done", values: { role, count: unchanged.length, skipped: changed.length } },
      href: "/settings/people",
      facts: {
        role,
        blocked: unchanged.length,
        skipped: changed.length,
        people: unchanged.map(({ id }) => id).sort(),
        skippedPeople: changed,
      },
    });
  },
});
