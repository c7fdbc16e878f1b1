import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Urgency } from "@/lib/notices/shapes";
import { postNotice } from "@/lib/notices/writes/post-notice";

/** Who signs everybody out is in the middle of something grave; dead deliveries have waited before. */
const urgencies = { "replay.held": "tell", "revocation.held": "page" } as const satisfies Record<string, Urgency>;

/** Something that runs for minutes does not go on until a person has looked: whoever may let it go on hears so. */
export async function tellOfHold(
  tx: ConsoleTransaction,
  kind: keyof typeof urgencies,
  requestId: string,
  { name, since }: { name?: string; since: string },
): Promise<void> {
  await postNotice(tx, {
    kind,
    href: `/operations/${requestId}`,
    audience: { roles: ["responder", "admin"] },
    urgency: urgencies[kind],
    dedupKey: `${kind}/${requestId}/${since}`,
    values: name === undefined ? {} : { subject: name },
  });
}
