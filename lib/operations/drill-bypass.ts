import "server-only";
import { z } from "zod";
import { findOwnEnrolment } from "@/lib/bypass/queries/list-holders";
import { drillMinutes, enrolmentId } from "@/lib/bypass/shapes";
import { openDrill } from "@/lib/bypass/writes/enrolments";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, quietPreview } from "./define";

const target = z.strictObject({ id: enrolmentId });

/**
 * Opens the break-glass ceremony to oneself for a while, as if Clerk had died. Whoever then comes in may look around and change
 * nothing; it counts as drilled when that ends.
 * @refuses not_enrolled, no_way_in (no passkey and no code)
 * @source design: access §6 (drilled in the last 90 days)
 */
export const drillBypass = defineOperation({
  name: "bypass.drill",
  risk: "routine",
  allows: ["responder", "admin", "manager"],
  reach: "console",
  input: z.strictObject({}),

  async preview({ actor }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const own = await findOwnEnrolment(actor);
    if (!own) return refuse("not_enrolled");
    if (own.fault !== null) return refuse("no_way_in", { fault: own.fault }); // guard: drill-factor
    return ok(quietPreview(actor.name, { id: own.enrolmentId }));
  },

  async run({ tx }, _input, frozen) {
    const { id } = target.parse(frozen);
    const until = await openDrill(tx, { enrolmentId: id, forMinutes: drillMinutes });
    if (!until) return refuse("not_enrolled");
    return ok({
      summary: { key: "enrolments.drill.started" },
      href: "/break-glass?drill=1",
      facts: { enrolmentId: id, drillUntil: until.toISOString() },
    });
  },
});
