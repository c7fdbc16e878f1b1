import type { Cause, DeadGroup } from "../shapes";
import { normalisedError } from "./normalised-error";
import { causeOfRow, saysNothing } from "./refine";
import { writeSearch } from "./search";

/** What the database can count together: rows of one relying party, event, answer and roughly one error. */
export type GroupPart = {
  relyingPartyId: string;
  relyingPartyName: string;
  webhookEnabled: boolean;
  eventType: string;
  lastStatus: number | null;
  lastError: string | null;
  dead: number;
  oldestDeadAt: string;
  newestDeadAt: string;
  /** How many died in which of the last 24 hours, 0 the newest; hours without any may be absent. Null: none did. */
  hours: readonly (readonly [hour: number, dead: number])[] | null;
};

/** More parts than this are not read: no page could tell them apart. */
export const mostParts = 10_000;

/** Parts as groups of one cause and one error each, the largest first. A relying party with more than `cap` was not read whole. */
export function groupsOf(parts: readonly GroupPart[], cap: number | null): DeadGroup[] {
  const cut = parts.length > mostParts;
  const read = new Map<string, number>();
  for (const { relyingPartyId: id, dead } of parts) read.set(id, (read.get(id) ?? 0) + dead);
  const groups = new Map<string, DeadGroup>();
  for (const part of parts) {
    const { relyingPartyId: id, relyingPartyName: name, webhookEnabled, eventType } = part;
    const cause = causeOfRow({ ...part, attempts: 1 });
    const alike = normalisedError(part.lastError);
    const key = keyOfGroup(id, cause, eventType, alike);
    const atLeast = cut || (cap !== null && (read.get(id) ?? 0) > cap);
    const { dead, oldestDeadAt, newestDeadAt } = part;
    const own = { relyingParty: { id, name, webhookEnabled }, eventType, cause, alike, atLeast };
    const other = groups.get(key);
    groups.set(key, {
      ...own,
      dead: dead + (other?.dead ?? 0),
      oldestDeadAt: other && other.oldestDeadAt < oldestDeadAt ? other.oldestDeadAt : oldestDeadAt,
      newestDeadAt: other && other.newestDeadAt > newestDeadAt ? other.newestDeadAt : newestDeadAt,
      perHour: withHours(other?.perHour ?? noHours, part.hours ?? []),
    });
  }
  return [...groups.values()].sort((a, b) => b.dead - a.dead || order(a).localeCompare(order(b)));
}

const noHours: readonly number[] = Array.from({ length: 24 }, () => 0);

/** The newest hour stands last. */
function withHours(perHour: readonly number[], hours: NonNullable<GroupPart["hours"]>): number[] {
  const sum = [...perHour];
  for (const [hour, dead] of hours) sum[sum.length - 1 - hour] = (sum[sum.length - 1 - hour] ?? 0) + dead;
  return sum;
}

/** What the rows of one group have in common. */
export const keyOfGroup = (relyingPartyId: string, cause: Cause, eventType: string, alike: string | null): string =>
  JSON.stringify([relyingPartyId, cause, eventType, alike]);

const order = ({ relyingParty, eventType, cause, alike }: DeadGroup): string =>
  JSON.stringify([relyingParty.name, relyingParty.id, eventType, cause, alike]);

/** The address's part that lists exactly the rows of a group. */
export function addressOfGroup({
  relyingParty,
  eventType,
  cause,
  alike,
}: DeadGroup): Record<"app" | "event" | "q", string> {
  const q = writeSearch({
    terms: [
      { field: "cause", not: false, op: ":", value: cause },
      { field: "alike", not: false, op: ":", value: alike ?? saysNothing },
    ],
    words: "",
  });
  return { app: relyingParty.id, event: eventType, q };
}
