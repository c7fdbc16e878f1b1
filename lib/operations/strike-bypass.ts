import "server-only";
import { z } from "zod";
import { listHolders } from "@/lib/bypass/queries/list-holders";
import { readinessRule } from "@/lib/bypass/rules/readiness";
import { enrolmentId } from "@/lib/bypass/shapes";
import { strike } from "@/lib/bypass/writes/enrolments";
import { ok, refuse } from "@/lib/core/errors";
import { personId } from "@/lib/people/shapes";
import { defineOperation, type Phrase } from "./define";
import { closeGrant } from "./perform/close-grant";
import { tellOfEnrolment } from "./perform/tell-of-bypass";

const target = z.strictObject({ id: personId, name: z.string() });

/**
 * Takes back that a person may come in without Clerk, and ends at once what they have open by it. It waits for no second person: who
 * has to be struck may be that person.
 * @refuses enrolment_not_found (also when it has ended)
 */
export const strikeBypass = defineOperation({
  name: "bypass.strike",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ id: enrolmentId }),
  undo: "bypass.enrol",

  async preview({ actor }, { id }) {
    const holders = await listHolders(actor);
    const holder = holders.find((each) => each.enrolmentId === id);
    if (!holder) return refuse("enrolment_not_found");
    const { name, personId: whose } = holder;
    const left = holders.length - 1;
    const lines: Phrase[] = [
      { key: "enrolments.strike.ends", values: { name } },
      { key: "enrolments.strike.grant", values: { name } },
      { key: "enrolments.strike.left", values: { count: left } },
    ];
    return ok({
      subject: name,
      blast: { deliveries: 0, relyingParties: 0, people: 1, requests: 0 },
      lines,
      warnings: left < readinessRule.usablePeople ? [{ key: "enrolments.strike.unarmed" }] : [],
      reversible: true,
      fingerprint: String(left),
      target: { id: whose, name },
    });
  },

  async run({ actor, tx }, { id }, frozen) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const person = target.parse(frozen);
    const grants = await strike(tx, id);
    if (!grants) return refuse("enrolment_not_found");
    for (const grant of grants) await closeGrant(tx, { id: grant, because: "struck", endedBy: actor.personId }); // guard: strike-ends-grant
    await tellOfEnrolment(tx, "bypass.struck", person, id);
    return ok({
      summary: { key: "enrolments.strike.done", values: { name: person.name } },
      href: "/bypass",
      facts: { personId: person.id, enrolmentId: id, grants },
    });
  },
});
