import "server-only";
import { z } from "zod";
import { roleFromClerk } from "@/lib/access/roles";
import { listMembers } from "@/lib/connectors/clerk/memberships";
import { minutes } from "@/lib/core/duration";
import { ok, refuse } from "@/lib/core/errors";
import { readKnownSnapshots } from "@/lib/people/queries/known-snapshots";
import { memberList } from "@/lib/people/shapes";
import { syncPeople } from "@/lib/people/writes/sync-people";
import { defineOperation, quietPreview } from "./define";

/**
 * Knows everybody in the pinned organisation, and as what, also before they ever come here: who could approve must be known when
 * somebody asks. Clerk is asked while nothing is held; only what came of it is written in the transaction.
 * @refuses clerk_unreachable: nothing is changed then, and nobody loses a role by silence
 */
export const syncPerson = defineOperation({
  name: "person.sync",
  risk: "system",
  allows: [],
  reach: "console",
  everyMs: minutes(1),
  input: z.strictObject({}),

  async preview({ actor }) {
    const known = await readKnownSnapshots(actor);
    const answer = await listMembers();
    if (!answer.ok) return refuse("clerk_unreachable", { failure: answer.failure.kind });
    const members = answer.value.map((member) => ({ ...member, role: roleFromClerk(member.role) }));
    return ok(quietPreview("people", { members, ...known }));
  },

  async run({ tx }, _input, listed) {
    const { joined, changed, left } = await syncPeople(tx, memberList.parse(listed));
    return ok({
      summary: { key: "people.synced" },
      facts: { changed: joined.length + changed.length + left.length, joined, roles: changed, left },
    });
  },
});
