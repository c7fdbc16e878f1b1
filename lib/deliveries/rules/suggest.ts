import { causes, deliveryStates } from "../shapes";
import { type SearchField, type SearchTerm, searchFields, writeSearch } from "./search";

/** What people may want to name, as the page knows it. */
export type Vocabulary = { apps: readonly string[]; events: readonly string[] };

const mostSuggestions = 8;
const heads = searchFields.map((field) => (field === "age" ? "age>" : `${field}:`));

/** How a search could go on: fields, then the values of the one that was begun. Each is the whole piece that takes the last one's place. */
export function suggest(text: string, { apps, events }: Vocabulary): string[] {
  const last = /(?:^|\s)(\S*)$/.exec(text)?.[1] ?? "";
  const [, minus = "", field = "", op = "", begun = ""] = /^(-?)([a-z]*)([:<>]?)"?(.*)$/s.exec(last) ?? [];
  if (op === "") return heads.filter((head) => head.startsWith(field)).map((head) => minus + head);
  const values: Partial<Record<SearchField, readonly string[]>> = {
    app: apps,
    event: events,
    cause: causes,
    status: ["5xx", "4xx", "409", "410", "429", "503", "none"],
    age: ["1h", "6h", "1d", "7d"],
    state: deliveryStates,
  };
  const known = values[field as SearchField] ?? [];
  return known
    .filter((value) => value.toLowerCase().startsWith(begun.toLowerCase()) && value !== begun)
    .slice(0, mostSuggestions)
    .map((value) =>
      writeSearch({
        terms: [{ field: field as SearchField, not: minus === "-", op: op as SearchTerm["op"], value }],
        words: "",
      }),
    );
}

/** The text with its last piece replaced by a suggestion; a blank after a whole one, so that the next can begin. */
export function take(text: string, suggestion: string): string {
  return `${text.replace(/\S*$/, "")}${suggestion}${/[:<>]$/.test(suggestion) ? "" : " "}`;
}
