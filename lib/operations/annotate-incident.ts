import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { ok, refuse } from "@/lib/core/errors";
import { findCard } from "@/lib/incidents/queries/find-incident";
import { entryText, incidentNumber, nameOfIncident } from "@/lib/incidents/shapes";
import { appendEntry } from "@/lib/incidents/writes/append-entry";
import { defineOperation, quietPreview } from "./define";

/**
 * Adds a person's own words to the timeline of an incident, during it or afterwards.
 * @refuses incident_not_found
 */
export const annotateIncident = defineOperation({
  name: "incident.annotate",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({ number: incidentNumber, text: entryText }),

  async preview({ actor }, { number }) {
    const name = nameOfIncident(number);
    return (await findCard(actor, number)) ? ok(quietPreview(name)) : refuse("incident_not_found", { incident: name });
  },

  async run({ actor, tx }, { number, text }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    const incident = nameOfIncident(number);
    if (!(await appendEntry(tx, number, { kind: "note", text, personId: actor.personId })))
      return refuse("incident_not_found", { incident });
    return ok({ summary: { key: "incidents.annotated" }, href: `/incidents/${number}`, facts: { incident } });
  },
});
