import "server-only";
import { type Actor, type Identified, isHuman } from "@/lib/access/actor";
import { canonical, type Json } from "@/lib/core/canonical";
import { ok, type Result } from "@/lib/core/errors";
import { listOpenIncidents } from "@/lib/incidents/queries/find-open";
import type { NamedIncident } from "@/lib/incidents/shapes";
import { listPossibleApprovers } from "@/lib/people/queries/list-possible-approvers";
import type { PossibleApprover, Shown } from "@/lib/requests/shapes";
import type { Context, Operation, Preview } from "../define";
import { type RiskClass, risks } from "../risk";
import { answering } from "./account";
import { admit, parseInput } from "./admit";
import { contextOf } from "./context";

/** What the sheet draws: the operation's own words, and which gates stand before it. */
export type OperationCard = {
  operation: string;
  risk: RiskClass;
  gates: { stepUp: boolean; secondPerson: boolean };
  preview: Shown;
  /** Who could approve it now; empty where nobody could, and where nobody has to. */
  approvers: readonly PossibleApprover[];
  /** The incidents that are not over, the newest first: an act may belong to one, and what reaches outside most likely does. */
  incidents: { open: readonly NamedIncident[]; likely: string | null };
};

/** The part of a preview that people read. */
export const shownOf = ({ fingerprint: _f, target: _t, ...shown }: Preview): Shown => shown;

/** As it is stored with the request and covered by its digest: what was shown can't be changed afterwards. */
export const shownTextOf = (preview: Preview): string => canonical(shownOf(preview) as unknown as Json);

/** Whether another person has to agree: by its risk, or because a setting of what it touches asks for it. */
export async function needsSecondPerson(operation: Operation, context: Context, input: unknown): Promise<boolean> {
  return risks[operation.risk].secondPerson || ((await operation.secondPerson?.(context, input)) ?? false);
}

export async function cardOf(
  actor: Actor,
  operation: Operation,
  { preview, secondPerson }: { preview: Preview; secondPerson: boolean },
): Promise<OperationCard> {
  const { stepUp } = risks[operation.risk];
  const open = await listOpenIncidents(actor);
  return {
    operation: operation.name,
    risk: operation.risk,
    gates: { stepUp, secondPerson },
    preview: shownOf(preview),
    approvers: secondPerson && isHuman(actor) ? await listPossibleApprovers(actor, { besides: actor.personId }) : [],
    incidents: { open, likely: operation.reach === "world" ? (open[0]?.name ?? null) : null },
  };
}

/** Shows what would happen. Changes nothing, anywhere. */
export async function previewOperation(
  identified: Identified,
  ref: string,
  ask: { operation: string; input: unknown },
): Promise<Result<OperationCard>> {
  return answering(ref, async () => {
    const admitted = admit(identified, ask.operation);
    if (!admitted.ok) return admitted;
    const { actor, operation } = admitted.value;
    const input = parseInput(operation, ask.input);
    if (!input.ok) return input;
    const context = contextOf(actor, ref);
    const preview = await operation.preview(context, input.value);
    if (!preview.ok) return preview;
    const secondPerson = await needsSecondPerson(operation, context, input.value);
    return ok(await cardOf(actor, operation, { preview: preview.value, secondPerson }));
  });
}
