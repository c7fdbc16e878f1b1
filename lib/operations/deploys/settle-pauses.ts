import "server-only";
import { consoleDb } from "@/lib/core/db";
import { endPauses } from "@/lib/deploys/writes/pause";
import { postNotice } from "@/lib/notices/writes/post-notice";

/** The key of the notice that reminds of a pause. */
export const pauseKey = (requestId: string): string => `auto-deploy.paused/${requestId}`;

/** Auto-deploy is on: nobody needs to be reminded any more. */
export async function settlePauses(app: string, serviceId: string): Promise<void> {
  await consoleDb().$transaction(async (tx) => {
    for (const requestId of await endPauses(tx, serviceId))
      await postNotice(tx, {
        kind: "auto-deploy.resumed",
        href: `/deploys?app=${app}`,
        audience: { roles: ["responder", "admin"] },
        urgency: "tell",
        dedupKey: `auto-deploy.resumed/${requestId}`,
        settles: pauseKey(requestId),
        values: { subject: app },
      });
  });
}
