import "server-only";
import { z } from "zod";
import { type DatedGrant, listOpenGrants } from "@/lib/bypass/queries/list-open-grants";
import { endingOf, isWaning } from "@/lib/bypass/rules/ending";
import { warnGrant } from "@/lib/bypass/writes/warn-grant";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { ok, refuse } from "@/lib/core/errors";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { listSeen } from "@/lib/triage/queries/list-seen";
import { stretchOf } from "@/lib/triage/rules/stretch";
import { defineOperation, quietPreview } from "./define";
import { closeGrant } from "./perform/close-grant";

/**
 * Ends emergency access whose hour is over, or that is no longer needed because Clerk answers again; five minutes before, its holder
 * is told. Only the way in ends: what was asked for under it runs on, under its own approval.
 */
export const sweepBypass = defineOperation({
  name: "bypass.sweep",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: seconds(2),
  input: z.strictObject({}),

  async preview() {
    return ok(quietPreview("bypass"));
  },

  async run({ actor, tx }) {
    if (actor.kind !== "system") return refuse("not_allowed");
    const [ended, warned]: [string[], string[]] = [[], []];
    const grants = await listOpenGrants(actor, tx);
    const seen = grants.length > 0 ? await listSeen("console_clerk", tx) : [];
    const clerk = stretchOf(seen, env().PROBE_INTERVAL_SECONDS * seconds(1));
    for (const grant of grants) {
      const because = endingOf(grant, clerk);
      if (because) {
        if (await closeGrant(tx, { id: grant.id, because, endedBy: null })) ended.push(grant.id);
      } else if (await warn(tx, grant, isWaning(grant, clerk))) warned.push(grant.id);
    }
    return ok({
      summary: { key: "operations.bypassSwept" },
      facts: { ended, warned, changed: ended.length + warned.length },
    });
  },
});

/** @returns whether the holder was told now; that a warning no longer holds shows on the page, and wakes nobody */
async function warn(tx: ConsoleTransaction, grant: DatedGrant, waning: boolean): Promise<boolean> {
  if (grant.warned === waning) return false;
  const warnedAt = await warnGrant(tx, grant.id, waning);
  if (!warnedAt) return false;
  await postNotice(tx, {
    kind: "bypass.warned",
    href: "/bypass",
    audience: { personIds: [grant.personId] },
    urgency: "tell",
    dedupKey: `bypass.warned/${grant.id}/${warnedAt.getTime()}`,
    values: { who: grant.personName },
  });
  return true;
}
