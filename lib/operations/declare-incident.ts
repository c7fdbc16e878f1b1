import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import type { Json } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import { ok, refuse } from "@/lib/core/errors";
import { type Detected, detectedOf, measuredOf } from "@/lib/incidents/rules/prefill";
import { declarable, declaredSeverities, entryText, incidentTitle, nameOfIncident } from "@/lib/incidents/shapes";
import { appendEntry } from "@/lib/incidents/writes/append-entry";
import { declareIncident as declare, findOpenOf, holdDeclarations } from "@/lib/incidents/writes/declare";
import { triage } from "@/lib/triage/queries/triage";
import { leakedKey, reportedKey } from "@/lib/triage/rules/leaked-key";
import type { Category, Severity } from "@/lib/triage/shapes";
import { defineOperation, quietPreview } from "./define";
import { tellOfIncident } from "./perform/tell-of-incident";

const input = z.strictObject({
  title: incidentTitle,
  category: z.enum(declarable),
  severity: z.enum(declaredSeverities),
  note: entryText.optional(),
  /** The key that leaked, as reports name it; it counts where that is what happened. */
  key: leakedKey.optional(),
  /** It is other trouble than that of the incident of this category that is open. */
  another: z.boolean().default(false),
});

/** What our own probes knew when it was declared. */
type Known = Detected & { measured: { category: Category; severity: Severity }; reported: string | null };

/**
 * Declares an incident, and tells everybody who can help. How it was detected and since when is what our probes say, not what the page
 * sent.
 * @refuses incident_open: of its category one is open, and nobody said that this is another
 */
export const declareIncident = defineOperation({
  name: "incident.declare",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input,

  async preview({ actor }, { title, category }) {
    const judged = await triage(actor);
    const reported = reportedKey(judged.evidence);
    const known: Known = { ...detectedOf(judged, category), measured: measuredOf(judged), reported };
    return ok(quietPreview(title, known as unknown as Json));
  },

  async run({ actor, tx }, { title, category, severity, note, key, another }, target) {
    if (!isHuman(actor)) return refuse("not_allowed");
    await holdDeclarations(tx); // guard: one-declaration
    const open = await findOpenOf(tx, category);
    if (open !== null && !another) return refuse("incident_open", { number: open, incident: nameOfIncident(open) }); // guard: open-incident
    const { probes, reported, ...known } = target as unknown as Known;
    const { personId } = actor;
    const number = await declare(tx, { title, category, severity, ...known, personId });
    await appendBeginning(tx, number, { ...known, probes, category });
    const subject = category === "key_compromise" ? (key ?? reported) : null;
    const values = { category, severity, detectedBy: known.detectedBy, ...(subject !== null && { subject }) };
    await appendEntry(tx, number, { kind: "declared", values, personId, ...(note ? { text: note } : {}) });
    await tellOfIncident(tx, "incident.declared", { number, severity, by: actor });
    const name = nameOfIncident(number);
    return ok({
      summary: { key: "incidents.declared", values: { incident: name } },
      href: `/incidents/${number}`,
      facts: { incident: name, category, severity, detectedBy: known.detectedBy },
    });
  },
});

/** What was measured before anybody declared it stands in the timeline where it happened. */
async function appendBeginning(
  tx: ConsoleTransaction,
  number: number,
  { beganAt, probes, suspectedDeploy, category }: Detected & { category: Category },
): Promise<void> {
  if (beganAt === null) return;
  await appendEntry(tx, number, {
    kind: "began",
    happenedAt: beganAt,
    values: { category, probes: [...probes], suspectedDeploy },
    personId: null,
  });
}
