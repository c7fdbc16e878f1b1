import "server-only";
import { isCaller } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { choosePeople } from "@/lib/people/queries/choose-people";
import { partsOfPeople } from "@/lib/people/queries/parts-of-people";
import { driftOfPeople, freezePeople, narrowsPeople, stillAsShown } from "@/lib/people/rules/frozen";
import { sampleOf } from "@/lib/people/rules/sample";
import { rolesOfPeople } from "@/lib/people/shapes";
import { grantRole, lockRoles } from "@/lib/people/writes/change-roles";
import { defineOperation, type Phrase } from "./define";

/**
 * Gives one role to a set of people: their block of it ends, and where Clerk does not give it, a grant of ours begins. Who changed
 * since the set was shown is skipped and listed.
 * @refuses person_not_found, not_a_member, nothing_to_change (all hold it already), target_changed (everybody changed)
 * @source design: access §2, effective roles = (Clerk ∪ grants) − blocks
 */
export const grantRolePerson = defineOperation({
  name: "person.grant-role",
  risk: "grave",
  allows: ["admin"],
  reach: "console",
  input: rolesOfPeople,
  undo: "person.block-role",
  drift: driftOfPeople,
  narrows: narrowsPeople,
  parts: partsOfPeople,

  async preview({ actor }, { people, role }) {
    const found = await choosePeople(actor, people);
    if (!found.ok) return found;
    const { chosen } = found.value;
    const left = chosen.filter(({ member }) => !member).length;
    if (left > 0) return refuse("not_a_member", { people: left });
    const gaining = chosen.filter(({ roles }) => !roles.includes(role));
    if (gaining.length === 0) return refuse("nothing_to_change");
    const blocked = gaining.filter(({ blocks }) => blocks.includes(role)).length;
    const held = chosen.length - gaining.length;
    const lines: Phrase[] = [
      { key: "people.grant.gain", values: { role, count: gaining.length, ...sampleOf(gaining) } },
      ...(blocked > 0 ? [{ key: "people.grant.unblocked", values: { role, count: blocked } }] : []),
      ...(held > 0 ? [{ key: "people.grant.held", values: { role, count: held } }] : []),
    ];
    const own = isCaller(actor) && gaining.some(({ id }) => id === actor.personId);
    const warnings: Phrase[] = [
      ...(role === "admin" ? [{ key: "people.grant.admin" }] : []),
      ...(own ? [{ key: "people.grant.own" }] : []),
    ];
    return ok({
      subject: sampleOf(chosen).names,
      blast: { deliveries: 0, relyingParties: 0, people: gaining.length, requests: 0 },
      lines,
      warnings,
      reversible: true,
      fingerprint: role,
      target: freezePeople(chosen),
    });
  },

  async run({ tx, requestId }, { role }, frozen) {
    const { unchanged, changed } = stillAsShown(frozen, await lockRoles(tx));
    if (unchanged.length === 0) return refuse("target_changed");
    for (const person of unchanged) await grantRole(tx, person, { role, requestId });
    return ok({
      summary: { key: "people.grant.done", values: { role, count: unchanged.length, skipped: changed.length } },
      href: "/settings/people",
      facts: {
        role,
        granted: unchanged.length,
        skipped: changed.length,
        people: unchanged.map(({ id }) => id).sort(),
        skippedPeople: changed,
      },
    });
  },
});
