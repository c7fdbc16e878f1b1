import "server-only";
import { digestOf } from "@/lib/core/canonical";
import { ok, refuse } from "@/lib/core/errors";
import { fetchWithinMinutes } from "@/lib/deliveries/queries/find-export";
import { measureExport } from "@/lib/deliveries/queries/measure-export";
import { exportInput, exportLimit, exportTarget } from "@/lib/deliveries/shapes";
import { defineOperation, type Phrase } from "./define";

/**
 * A file of deliveries without their payloads: of rows that were ticked, or of everything that a search finds. What is frozen is between
 * which ends the rows lie and how many they are; the file is fetched once, from an address of its own.
 * @refuses delivery_not_found, nothing_matches
 * @source design: access §2, "export rows"
 */
export const exportDelivery = defineOperation({
  name: "delivery.export",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "console",
  input: exportInput,

  async preview({ actor }, input) {
    const { rows, relyingParties, people, ends, more, versions } = await measureExport(actor, input);
    if ("ids" in input.of && rows !== new Set(input.of.ids).size) return refuse("delivery_not_found"); // guard: export-ids
    if (rows === 0) return refuse("nothing_matches");
    const lines: Phrase[] = [
      { key: "deliveries.export.rows", values: { count: rows } },
      { key: "deliveries.export.noPayloads" },
      { key: "deliveries.export.once", values: { minutes: fetchWithinMinutes } },
    ];
    return ok({
      subject: `${rows}`,
      blast: { deliveries: rows, relyingParties, people, requests: 0 },
      lines,
      warnings: [
        { key: "deliveries.export.leaves" },
        ...(more ? [{ key: "deliveries.export.newestOnly", values: { limit: exportLimit } }] : []),
      ],
      reversible: false,
      // Of what a search finds the frozen ends hold: what comes later is outside, what goes is left out.
      fingerprint: digestOf(versions), // guard: export-versions
      target: { rows, ends },
    });
  },

  async run({ requestId }, _input, frozen) {
    const { rows } = exportTarget.parse(frozen);
    return ok({
      summary: { key: "deliveries.export.ready", values: { count: rows, minutes: fetchWithinMinutes } },
      facts: { rows },
      handed: { file: [`/api/exports/${requestId}`] },
    });
  },
});
