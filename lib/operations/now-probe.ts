import "server-only";
import { z } from "zod";
import { isHuman } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { ok, refuse } from "@/lib/core/errors";
import { soonestMs } from "@/lib/triage/rules/pace";
import { hastenLanes } from "@/lib/triage/writes/hasten";
import { isWorkerAlive } from "@/lib/workers/queries/worker-health";
import { defineOperation, quietPreview } from "./define";

/**
 * Has the neighbours looked at now. The one worker whose turn it is looks, within a second: nobody else ever asks them, so that one
 * budget of each API key is enough for any number of people who press.
 * @refuses worker_silent, looked_just_now
 */
export const nowProbe = defineOperation({
  name: "probe.now",
  risk: "routine",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({}),

  async preview() {
    if (!(await isWorkerAlive())) return refuse("worker_silent"); // guard: nobody-looks
    return ok(quietPreview("probes"));
  },

  async run({ actor, tx }) {
    if (!isHuman(actor)) return refuse("not_allowed");
    const services = (await listApps(actor)).filter(({ renderServiceId }) => renderServiceId).length;
    const intervalMs = env().PROBE_INTERVAL_SECONDS * seconds(1);
    const { due, waitSeconds } = await hastenLanes(tx, {
      console_clerk: soonestMs("console_clerk", intervalMs),
      neighbours: soonestMs("neighbours", intervalMs),
      render: soonestMs("render", intervalMs, services),
    });
    if (due === 0) return refuse("looked_just_now", { retryAfterSeconds: waitSeconds }); // guard: shared-budget
    return ok({ summary: { key: "operations.probesHastened" }, href: "/triage", facts: { lanes: due } });
  },
});
