import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { findCard } from "@/lib/incidents/queries/find-incident";
import { entryText, incidentNumber, nameOfIncident } from "@/lib/incidents/shapes";
import { appendEntry } from "@/lib/incidents/writes/append-entry";
import { resolveIncident as resolve } from "@/lib/incidents/writes/resolve";
import type { Severity } from "@/lib/triage/shapes";
import { defineOperation, quietPreview } from "./define";
import { tellOfIncident } from "./perform/tell-of-incident";

/**
 * Ends an incident, with what ended it in a person's own words. Whoever was told that it began is told that it is over.
 * @refuses incident_not_found, incident_resolved
 */
export const resolveIncident = defineOperation({
  name: "incident.resolve",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({ number: incidentNumber, summary: entryText }),

  async preview({ actor }, { number }) {
    const incident = nameOfIncident(number);
    const found = await findCard(actor, number);
    if (!found) return refuse("incident_not_found", { incident });
    return found.state === "open"
      ? ok(quietPreview(incident, { severity: found.severity }))
      : refuse("incident_resolved", { incident });
  },

  async run({ actor, tx }, { number, summary }, target) {
    if (!isHuman(actor)) return refuse("not_allowed");
    const incident = nameOfIncident(number);
    const { personId } = actor;
    if (!(await resolve(tx, { number, personId }))) return refuse("incident_resolved", { incident }); // guard: resolved-once
    await appendEntry(tx, number, { kind: "resolved", text: summary, personId });
    const { severity } = target as { severity: Severity };
    await tellOfIncident(tx, "incident.resolved", { number, severity, by: actor });
    return ok({
      summary: { key: "incidents.resolved", values: { incident } },
      href: `/incidents/${number}`,
      facts: { incident },
    });
  },
});
