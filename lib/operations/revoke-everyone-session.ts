import "server-only";
import { consoleDb } from "@/lib/core/db";
import { ok, refuse } from "@/lib/core/errors";
import { listOwnAccounts } from "@/lib/sessions/queries/open";
import { everyoneWish } from "@/lib/sessions/shapes";
import { beginRevocation } from "@/lib/sessions/writes/begin";
import { defineOperation } from "./define";
import { begunOutcome, reconcileRevocation } from "./sessions/control";
import { revocationTarget, showEveryone } from "./sessions/show";

/**
 * Signs all customers out, but for those who are left out. It only begins here: the worker walks from page to page, a few customers first,
 * under Clerk's limit, and once more until it finds nothing open. This console's own people are never among them.
 * @refuses revocation_under_way, clerk_unreachable
 * @source Clerk incident runbook, "revoke all sessions"; design: domain §4
 */
export const revokeEveryoneSession = defineOperation({
  name: "session.revoke-everyone",
  risk: "grave",
  allows: ["admin"],
  reach: "world",
  input: everyoneWish,

  preview: showEveryone,

  async run({ actor, request }, { except = [], begunBefore = null }, frozen) {
    const { users: usersTotal, callsPerSecond, isOurs } = revocationTarget.parse(frozen);
    const own = isOurs ? await listOwnAccounts(actor) : []; // guard: own-people-stay
    const wanted = { userId: null, exceptUsers: [...except, ...own], begunBefore, usersTotal, callsPerSecond };
    const begun = await consoleDb().$transaction((tx) => beginRevocation(tx, { requestId: request.id, ...wanted }));
    return begun ? ok(begunOutcome(request.id)) : refuse("revocation_under_way");
  },

  reconcile: reconcileRevocation,
});
