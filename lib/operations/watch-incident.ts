import "server-only";
import { z } from "zod";
import { seconds } from "@/lib/core/duration";
import { ok, refuse } from "@/lib/core/errors";
import { countOpenIncidents } from "@/lib/incidents/queries/find-open";
import { measuredOf } from "@/lib/incidents/rules/prefill";
import { verdictMoved } from "@/lib/incidents/rules/verdict-moved";
import { nameOfIncident } from "@/lib/incidents/shapes";
import { appendEntry } from "@/lib/incidents/writes/append-entry";
import { holdOpenIncidents, keepMeasured } from "@/lib/incidents/writes/measured";
import { triage } from "@/lib/triage/queries/triage";
import { defineOperation, quietPreview } from "./define";

/** Writes into the timeline of whatever is not over how the verdict of our probes changes: what it was, and what it is. */
export const watchIncident = defineOperation({
  name: "incident.watch",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(2),
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("incidents"));
  },

  async run({ actor, tx }) {
    if (actor.kind !== "system") return refuse("not_allowed");
    const none = { summary: { key: "incidents.watched" }, facts: { changed: 0 } };
    if ((await countOpenIncidents(actor)) === 0) return ok(none);
    const open = await holdOpenIncidents(tx);
    // Read only now: whoever waited for a lock would write an old verdict over a new one.
    const measured = measuredOf(await triage(actor));
    const moved = open.filter((told) => verdictMoved(told, measured));
    for (const { number, category, severity } of moved) {
      const was = category && severity ? { wasCategory: category, wasSeverity: severity } : {};
      await keepMeasured(tx, { number, ...measured });
      await appendEntry(tx, number, { kind: "verdict", values: { ...measured, ...was }, personId: null });
    }
    const incidents = moved.map(({ number }) => nameOfIncident(number));
    return ok({ ...none, facts: { incidents, ...measured, changed: moved.length } });
  },
});
