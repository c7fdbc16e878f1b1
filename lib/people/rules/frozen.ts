import { type FrozenPeople, frozenPeople, type RolesOfPeople, type Standing } from "../shapes";

/** The set as it goes into the request: in one order, whichever way it was chosen. */
export function freezePeople(people: readonly Standing[]): FrozenPeople {
  return people.map(({ id, version }) => ({ id, version })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** How many of a frozen set are no longer as shown. @param now the same set, frozen again */
export function driftOfPeople(frozen: unknown, now: unknown): { changed: number; total: number } {
  const then = frozenPeople.parse(frozen);
  return { changed: changedPeople(then, frozenPeople.parse(now)).length, total: then.length };
}

function changedPeople(then: FrozenPeople, present: FrozenPeople): string[] {
  const versions = new Map(present.map(({ id, version }) => [id, version]));
  return then.filter(({ id, version }) => versions.get(id) !== version).map(({ id }) => id);
}

/** Parts a frozen set into who is still as shown, and the rest, which is left alone. */
export function stillAsShown(
  frozen: unknown,
  people: readonly Standing[],
): { unchanged: Standing[]; changed: string[] } {
  const changed = changedPeople(frozenPeople.parse(frozen), freezePeople(people));
  const shown = new Set(frozenPeople.parse(frozen).map(({ id }) => id));
  return { unchanged: people.filter(({ id }) => shown.has(id) && !changed.includes(id)), changed };
}

/** Whether an offer is part of what was asked for: the same role, fewer people, at least one, and nobody new. */
export function narrowsPeople(original: RolesOfPeople, offered: RolesOfPeople): boolean {
  const asked = new Set(original.people);
  const part = offered.people.length > 0 && offered.people.length < asked.size;
  return part && offered.role === original.role && offered.people.every((id) => asked.has(id));
}
