import type { HumanActor } from "./actor";
import { type OperationName, operationPolicy, readPolicy } from "./policy";

type ReadName = keyof typeof readPolicy;
type ActRisk = Exclude<(typeof operationPolicy)[OperationName]["risk"], "system">;
export type OwnScope = { reads: ReadName[]; acts: Partial<Record<OperationName, ActRisk>> };

/**
 * What somebody may read and ask for, by the policy, so that they are shown nothing else. It draws and decides nothing: every page and
 * operation judges by itself.
 */
export function ownScope(actor: Pick<HumanActor, "kind" | "roles"> & { drill?: boolean }): OwnScope {
  const byGrant = actor.kind === "grant";
  const reads = names(readPolicy).filter(
    (name) => actor.roles.some((role) => readPolicy[name][role]) && (!byGrant || readPolicy[name].grant),
  );
  const acts = names(operationPolicy).flatMap((name) => {
    const { risk, grant, ...cells } = operationPolicy[name];
    if (risk === "system") return [];
    const allowed = actor.roles.some((role) => cells[role] !== "no") && (!byGrant || grant !== "no"); // guard: own-scope
    return allowed && (actor.drill !== true || risk === "stop") ? [[name, risk] as const] : [];
  });
  return { reads, acts: Object.fromEntries(acts) };
}

const names = <Table extends object>(table: Table): (keyof Table)[] => Object.keys(table) as (keyof Table)[];
