import "server-only";
import { z } from "zod";
import { consoleDb } from "@/lib/core/db";
import { ok, refuse } from "@/lib/core/errors";
import { clerkUserId } from "@/lib/customers/shapes";
import { beginRevocation } from "@/lib/sessions/writes/begin";
import { defineOperation } from "./define";
import { begunOutcome, reconcileRevocation } from "./sessions/control";
import { revocationTarget, showPerson } from "./sessions/show";

/**
 * Signs one customer out of every browser. The worker does it, as it does for everyone, and looks again until nothing is open.
 * @refuses person_not_found, not_on_oneself, revocation_under_way, clerk_unreachable
 * @source design: domain §4
 */
export const revokePersonSession = defineOperation({
  name: "session.revoke-person",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "world",
  input: z.strictObject({ user: clerkUserId }),

  preview: (context, { user }) => showPerson(context, user),

  async run({ request }, { user: userId }, frozen) {
    const { users: usersTotal, callsPerSecond } = revocationTarget.parse(frozen);
    const wanted = { userId, exceptUsers: [], begunBefore: null, usersTotal, callsPerSecond };
    const begun = await consoleDb().$transaction((tx) => beginRevocation(tx, { requestId: request.id, ...wanted }));
    return begun ? ok(begunOutcome(request.id)) : refuse("revocation_under_way");
  },

  reconcile: reconcileRevocation,
});
