import type { OperationName } from "@/lib/access/policy";
import { characters, clerkIdOf } from "./customers";
import { ownerOf } from "./owner";
import { endedRevocation, forgetRevocations, stuckRevocation } from "./revocations";
import type { Cast, Situation } from "./situations";

export type SessionOperation = Extract<OperationName, `session.${string}` | `revocation.${string}`>;

/** What can be done to customers' sessions, and to a revocation that goes on. */
export const sessionSituations: Record<SessionOperation, (cast: Cast) => Promise<Situation>> = {
  "revocation.advance": async ({ people, own, worker }) => {
    const requestId = await stuckRevocation(ownerOf(own), people.responder.email, { holder: worker.workerId });
    return { person: null, input: { requestId, page: null, end: "finished", left: 0 } };
  },

  "revocation.cancel": async ({ people, own }) => ({
    person: people.responder,
    input: { request: await stuckRevocation(ownerOf(own), people.admin.email) },
  }),

  "revocation.pause": async ({ people, own }) => ({
    person: people.responder,
    input: { request: await stuckRevocation(ownerOf(own), people.admin.email) },
  }),

  "revocation.resume": async ({ people, own }) => {
    const request = await stuckRevocation(ownerOf(own), people.responder.email, { state: "paused" });
    const change = async () => {
      await own.owner.query("UPDATE session_revocations SET changed_at = clock_timestamp() WHERE request_id = $1", [
        request,
      ]);
    };
    return { person: people.responder, input: { request }, change };
  },

  "session.revoke-everyone": async ({ people, own }) => {
    const query = ownerOf(own);
    await forgetRevocations(query);
    return {
      person: people.admin,
      input: { except: [await clerkIdOf(characters.well)], begunBefore: "2026-01-01T00:00:00.000Z" },
      change: () => endedRevocation(query, people.admin.email, null),
    };
  },

  "session.revoke-person": async ({ people, own }) => {
    const [query, user] = [ownerOf(own), await clerkIdOf(characters.well)];
    await forgetRevocations(query);
    return {
      person: people.responder,
      input: { user },
      change: () => endedRevocation(query, people.admin.email, user),
    };
  },
};
