import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { groupsToldApart, partiesToldApart } from "../rules/discarded";
import type { DeadGroup, IndexGap, RelyingPartyGroup, Snapshot, Told } from "../shapes";
import { listIndexGaps } from "./index-gaps";
import { listDeadGroups } from "./list-dead-groups";
import { listDiscarded } from "./list-discarded";
import { boardCap, listGroups } from "./list-groups";
import { snapshotOf } from "./snapshot";

/** What stands above the rows: counts for everybody, groups for those who may see what failed. */
export type Board = {
  parties: Snapshot<Told<RelyingPartyGroup>[]>;
  groups: Snapshot<Told<DeadGroup>[]> | null;
  gaps: IndexGap[];
};

/** Reads the board; a source that is too slow answers with what it last said. */
export async function readBoard(actor: Actor, exact: boolean): Promise<Board> {
  const [parties, groups, gaps, aside] = await Promise.all([
    readParties(actor, exact),
    hasRole(actor, ["responder", "admin"]) ? readGroups(actor, exact) : null,
    listIndexGaps(actor),
    listDiscarded(actor),
  ]);
  return {
    parties: { ...parties, value: parties.value && partiesToldApart(parties.value, aside) },
    groups: groups && { ...groups, value: groups.value && groupsToldApart(groups.value, aside) },
    gaps,
  };
}

async function readParties(actor: Actor, exact: boolean): Promise<Snapshot<RelyingPartyGroup[]>> {
  const asked = await snapshotOf(exact ? "relying parties, all" : "relying parties", () =>
    listGroups(actor, exact ? null : boardCap),
  );
  return exact && asked.value === null ? { ...(await readParties(actor, false)), slow: true } : asked;
}

/** All of them, where that can be counted in time; else the newest, as ever. */
async function readGroups(actor: Actor, exact: boolean): Promise<Snapshot<DeadGroup[]>> {
  const asked = await listDeadGroups(actor, exact);
  return exact && asked.value === null ? { ...(await listDeadGroups(actor, false)), slow: true } : asked;
}
