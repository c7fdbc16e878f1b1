import type { Standing } from "../shapes";

const sampleSize = 5;

/** A few names out of a set, and how many more there are. */
export function sampleOf(people: readonly Pick<Standing, "name">[]): { names: string; more: number } {
  const names = people.slice(0, sampleSize).map(({ name }) => name);
  return { names: names.join(", "), more: people.length - names.length };
}
