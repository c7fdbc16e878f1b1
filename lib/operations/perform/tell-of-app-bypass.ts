import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { approverRoles } from "@/lib/requests/rules/may-decide";

/** Every admin hears at once that an app lets people in without Clerk, and that it no longer does. */
export async function tellOfAppBypass(
  tx: ConsoleTransaction,
  { kind, id, subject }: { kind: "app-bypass.opened" | "app-bypass.ended"; id: string; subject: string },
): Promise<void> {
  const opened = kind === "app-bypass.opened";
  await postNotice(tx, {
    kind,
    href: "/bypass",
    audience: { roles: approverRoles },
    urgency: opened ? "page" : "tell",
    dedupKey: `${kind}/${id}`,
    ...(opened ? {} : { settles: `app-bypass.opened/${id}` }),
    values: { subject },
  });
}
