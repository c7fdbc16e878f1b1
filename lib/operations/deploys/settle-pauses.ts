import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { endPauses } from "@/lib/deploys/writes/pause";
import { postNotice } from "@/lib/notices/writes/post-notice";

/** The key of the notice that reminds of a pause. @param reminded the day of it; 0 for the first notice */
export const pauseKey = (requestId: string, reminded: number): string =>
  `auto-deploy.paused/${requestId}${reminded === 0 ? "" : `/${reminded}`}`;

/** Auto-deploy is on: nobody needs to be reminded any more. @returns how many pauses that ended */
export async function settlePauses(tx: ConsoleTransaction, app: string, serviceId: string): Promise<number> {
  const ended = await endPauses(tx, serviceId);
  for (const { requestId, reminded } of ended)
    await postNotice(tx, {
      kind: "auto-deploy.resumed",
      href: `/deploys?app=${app}`,
      audience: { roles: ["responder", "admin"] },
      urgency: "tell",
      dedupKey: `auto-deploy.resumed/${requestId}`,
      settles: pauseKey(requestId, reminded),
      values: { subject: app },
    });
  return ended.length;
}
