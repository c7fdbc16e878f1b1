import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Urgency } from "@/lib/notices/shapes";
import { postNotice } from "@/lib/notices/writes/post-notice";

/** Who signs everybody out is in the middle of something grave; dead deliveries have waited before. */
const urgencies = { "replay.held": "tell", "revocation.held": "page" } as const satisfies Record<string, Urgency>;

const keyOf = (kind: keyof typeof urgencies, requestId: string, since: string): string =>
  `${kind}/${requestId}/${since}`;

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
    dedupKey: keyOf(kind, requestId, since),
    values: name === undefined ? {} : { subject: name },
  });
}

/** Somebody has looked at what was held, and said how it goes on, or that it does not: whoever was called may sleep. */
export async function tellOfLook(
  tx: ConsoleTransaction,
  requestId: string,
  { since, actor }: { since: string; actor: Actor },
): Promise<void> {
  const who = "personId" in actor && actor.personId !== null ? actor : null;
  await postNotice(tx, {
    kind: "revocation.looked-at",
    href: `/operations/${requestId}`,
    audience: { roles: ["responder", "admin"], exceptIds: who?.personId ? [who.personId] : [] },
    urgency: "tell",
    dedupKey: `revocation.looked-at/${requestId}/${since}`,
    settles: keyOf("revocation.held", requestId, since),
    values: who ? { who: who.name } : {},
  });
}
