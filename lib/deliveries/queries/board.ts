import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import type { DeadGroup, IndexGap, RelyingPartyGroup, Snapshot } from "../shapes";
import { listIndexGaps } from "./index-gaps";
import { listDeadGroups } from "./list-dead-groups";
import { listGroups } from "./list-groups";
import { snapshotOf } from "./snapshot";

/** What stands above the rows: counts for everybody, groups for those who may see what failed. */
export type Board = {
  parties: Snapshot<RelyingPartyGroup[]>;
  groups: Snapshot<DeadGroup[]> | null;
  gaps: IndexGap[];
};

/** Reads the board; a source that is too slow answers with what it last said. */
export async function readBoard(actor: Actor, exact: boolean): Promise<Board> {
  const [parties, groups, gaps] = await Promise.all([
    snapshotOf("relying parties", () => listGroups(actor)),
    hasRole(actor, ["responder", "admin"]) ? readGroups(actor, exact) : null,
    listIndexGaps(actor),
  ]);
  return { parties, groups, gaps };
}

/** All of them, where that can be counted in time; else the newest, as ever. */
async function readGroups(actor: Actor, exact: boolean): Promise<Snapshot<DeadGroup[]>> {
  const asked = await listDeadGroups(actor, exact);
  return exact && asked.value === null ? { ...(await listDeadGroups(actor, false)), slow: true } : asked;
}
