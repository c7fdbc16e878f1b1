import type { CauseGroup, DeliveryRow } from "../shapes";
import { causeOf } from "./cause";
import { normalisedError } from "./normalised-error";

type One = Pick<DeliveryRow, "id" | "lastStatus" | "lastError" | "attempts">;
export type GroupRow = DeliveryRow & { idempotencyKey: string; signingKid: string | null };

const shownMembers = 5;
const namedKids = 5;

/** Causes are the same for rows with the same answer: what was kept or tried matters to the rule, not to the cause. */
const causeOfRow = (row: One) => causeOf({ ...row, evidenceKept: false }).cause;

/**
 * The group of one dead delivery, out of rows of the same relying party and event type.
 * @param rows newest first
 * @param more whether there are rows beyond them
 */
export function groupOf(one: One, rows: readonly GroupRow[], more: boolean): CauseGroup {
  const error = normalisedError(one.lastError);
  const members = rows.filter((row) => causeOfRow(row) === causeOfRow(one) && normalisedError(row.lastError) === error);
  const kids = new Set(members.flatMap(({ signingKid }) => (signingKid === null ? [] : [signingKid])));
  return {
    cause: causeOfRow(one),
    error,
    dead: members.length,
    more,
    firstDiedAt: members.at(-1)?.dlqAt ?? null,
    lastDiedAt: members[0]?.dlqAt ?? null,
    members: members.filter(({ id }) => id !== one.id).slice(0, shownMembers),
    keys: members.slice(0, shownMembers).map(({ idempotencyKey }) => idempotencyKey),
    kids: [...kids].slice(0, namedKids),
  };
}
