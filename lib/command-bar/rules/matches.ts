import { asMeant } from "./sought";

/** Whether every word of what was typed is in one of the texts by which something is known. Nothing typed is in everything. */
export function matches(typed: string, knownAs: readonly string[]): boolean {
  const all = asMeant(knownAs.join(" ")).toLowerCase();
  return asMeant(typed)
    .toLowerCase()
    .split(" ")
    .every((word) => all.includes(word));
}
