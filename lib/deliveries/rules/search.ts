import { isStorable } from "@/lib/core/text";
import { causes, deliveryId, deliveryStates } from "../shapes";

/** What a search can name. Everything else in it is words: an id, a subject, a key, or a piece of the error. */
export const searchFields = [
  "app",
  "event",
  "cause",
  "status",
  "kid",
  "subject",
  "error",
  "alike",
  "age",
  "state",
] as const;
export type SearchField = (typeof searchFields)[number];

export type SearchTerm = { field: SearchField; not: boolean; op: ":" | ">" | "<"; value: string };

/** A piece that could not be taken as it reads. `field`: it was searched as words; `value`: it was left out. */
export type Misread = { text: string; why: "field" | "value" };

export type Search = { terms: SearchTerm[]; words: string; misread: Misread[] };

const longestValue = 300;
const fits: Record<SearchField, (value: string) => boolean> = {
  app: anyText,
  event: anyText,
  cause: (value) => (causes as readonly string[]).includes(value),
  status: (value) => /^(?:[1-5]\d\d|[1-5]xx|none)$/.test(value),
  kid: anyText,
  subject: anyText,
  error: anyText,
  alike: anyText,
  age: (value) => /^[1-9]\d{0,3}[mhd]$/.test(value),
  state: (value) => (deliveryStates as readonly string[]).includes(value),
};

function anyText(value: string): boolean {
  return value !== "" && value.length <= longestValue && isStorable(value);
}

/** One piece: a minus, a field, what compares, and a value, quoted or up to the next blank. No piece is read twice. */
const piece = /(-?)([a-z]+)([:<>])(?:"((?:[^"\\]|\\.)*)"?|(\S*))|"(?:[^"\\]|\\.)*"|\S+/gsy;

/** Reads a search. Never fails: what it does not understand is words, or is named in `misread`. */
export function readSearch(text: string): Search {
  const search: Search = { terms: [], words: "", misread: [] };
  const words: string[] = [];
  for (const [whole, minus, field, op, quoted, plain] of piecesOf(text)) {
    const term = field === undefined ? null : { field, op, value: quoted?.replace(/\\(.)/gs, "$1") ?? plain ?? "" };
    if (term === null) words.push(whole);
    else if (!isField(term.field)) {
      words.push(whole);
      search.misread.push({ text: whole, why: "field" });
    } else {
      const read = asTerm(term.field, minus === "-", term.op as SearchTerm["op"], term.value);
      if (read) search.terms.push(read);
      else search.misread.push({ text: whole, why: "value" });
    }
  }
  return { ...search, words: unquoted(words.join(" ")) };
}

function* piecesOf(text: string): Generator<RegExpExecArray> {
  const blank = /\s*/gsy;
  for (let at = 0; at < text.length; ) {
    blank.lastIndex = at;
    blank.exec(text);
    piece.lastIndex = blank.lastIndex;
    const found = piece.exec(text);
    if (!found) return;
    at = piece.lastIndex;
    yield found;
  }
}

const isField = (name: string): name is SearchField => (searchFields as readonly string[]).includes(name);

function asTerm(field: SearchField, not: boolean, op: SearchTerm["op"], value: string): SearchTerm | null {
  if (field === "age" && op === ":" && /^[<>]/.test(value)) {
    return asTerm(field, not, value.startsWith(">") ? ">" : "<", value.slice(1));
  }
  if ((field === "age") === (op === ":")) return null;
  if (field === "state" && not) return null;
  return fits[field](value) ? { field, not, op, value } : null;
}

/** Words that stand in quotes mean what is between them. */
function unquoted(words: string): string {
  return /^"(?:[^"\\]|\\.)*"$/s.test(words) ? words.slice(1, -1).replace(/\\(.)/gs, "$1") : words;
}

const quote = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** The search as text that reads as the same terms and the same words. */
export function writeSearch({ terms, words }: Pick<Search, "terms" | "words">): string {
  const written = terms.map(({ field, not, op, value }) => {
    const said = /^[^\s"\\<>]+$/.test(value) ? value : quote(value);
    return `${not ? "-" : ""}${field}${op}${said}`;
  });
  return [...written, ...(words === "" ? [] : [isPlain(words) ? words : quote(words)])].join(" ");
}

function isPlain(words: string): boolean {
  const read = readSearch(words);
  return read.words === words && read.terms.length === 0 && read.misread.length === 0;
}

/** Whether words could be the id of a delivery. */
export const asDeliveryId = (words: string): string | null => (deliveryId.safeParse(words).success ? words : null);
