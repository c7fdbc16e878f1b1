import "server-only";
import { failuresLimits } from "@/lib/bypass/rules/ceremony";
import type { EndedGrant } from "@/lib/bypass/writes/grants";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { RefusalCode } from "@/lib/core/errors";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { approverRoles } from "@/lib/requests/rules/may-decide";

/** Every admin hears at once that the console is open to somebody without Clerk. A drill is told too, without waking anybody. */
export async function tellOfOpening(
  tx: ConsoleTransaction,
  { id, who, drill }: { id: string; who: string; drill: boolean },
): Promise<void> {
  await postNotice(tx, {
    kind: drill ? "bypass.drilled" : "bypass.opened",
    href: "/bypass",
    audience: { roles: approverRoles },
    urgency: drill ? "tell" : "page",
    dedupKey: `bypass.opened/${id}`,
    values: { who },
  });
}

/** Of somebody enrolled, each attempt is told; a flood of strangers is told once for each stretch in which it is counted. */
export async function tellOfRefusedOpening(
  tx: ConsoleTransaction,
  { attemptId, who, code }: { attemptId: string; who: string | null; code: RefusalCode },
): Promise<void> {
  const stretch = Math.floor(Date.now() / (failuresLimits.minutes * 60_000));
  await postNotice(tx, {
    kind: code === "bypass_limited" ? "bypass.limited" : "bypass.refused",
    href: "/bypass",
    audience: { roles: approverRoles },
    urgency: "page",
    dedupKey: who && code !== "bypass_limited" ? `bypass.refused/${attemptId}` : `${code}/${stretch}`,
    values: { code, ...(who ? { who } : {}) },
  });
}

/** A cookie of ours came from where it was not given to. */
export async function tellOfForeignGrant(
  tx: ConsoleTransaction,
  { ref, personId }: { ref: string; personId: string | null },
): Promise<void> {
  await postNotice(tx, {
    kind: "bypass.foreign",
    href: "/bypass",
    audience: { roles: approverRoles, personIds: personId ? [personId] : [] },
    urgency: "page",
    dedupKey: `bypass.foreign/${ref}`,
    values: {},
  });
}

/** It is over; and whoever was in writes down what was done. */
export async function tellOfEnd(tx: ConsoleTransaction, grant: EndedGrant, reviewId: string | null): Promise<void> {
  await postNotice(tx, {
    kind: "bypass.ended",
    href: "/bypass",
    audience: { roles: approverRoles, personIds: [grant.personId] },
    urgency: "tell",
    dedupKey: `bypass.ended/${grant.id}`,
    settles: `bypass.opened/${grant.id}`,
    values: { who: grant.personName },
  });
  if (reviewId === null) return;
  await postNotice(tx, {
    kind: "review.due",
    href: `/approvals/reviews/${reviewId}`,
    audience: { personIds: [grant.personId] },
    urgency: "tell",
    dedupKey: `review.due/${reviewId}`,
    values: { operation: "bypass.open", subject: grant.personName },
  });
}

/** Somebody's way in without Clerk came, changed or went: they hear of it, and so does every admin. If it was not meant, it shows. */
export async function tellOfEnrolment(
  tx: ConsoleTransaction,
  kind: "bypass.enrolled" | "bypass.sheet" | "bypass.struck",
  whose: { id: string; name: string },
  eventId: string,
): Promise<void> {
  await postNotice(tx, {
    kind,
    href: "/bypass",
    audience: { roles: approverRoles, personIds: [whose.id] },
    urgency: "tell",
    dedupKey: `${kind}/${eventId}`,
    values: { who: whose.name },
  });
}
