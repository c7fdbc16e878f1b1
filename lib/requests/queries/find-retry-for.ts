import "server-only";
import type { CallingActor } from "@/lib/access/actor";
import { canonical } from "@/lib/core/canonical";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { isNonce, nonceOf } from "../rules/nonce";

/** More of one person's for one delivery are not open at once. */
const most = 20;

/** The caller's request to retry this delivery that this nonce belongs to, proved at some time; null where there is none. */
export async function findRetryFor(actor: CallingActor, deliveryId: string, nonce: string): Promise<string | null> {
  const requests = await consoleDb().actionRequest.findMany({
    where: {
      operation: "delivery.retry",
      requesterId: actor.personId,
      inputText: canonical({ id: deliveryId }),
      proofId: { not: null },
    },
    orderBy: { createdAt: "desc" },
    take: most,
    select: { id: true, digest: true, proofId: true },
  });
  const found = requests.find(
    ({ proofId, ...request }) => proofId !== null && isNonce(nonce, nonceOf({ ...request, proofId }, env().NONCE_KEY)),
  );
  return found?.id ?? null;
}
