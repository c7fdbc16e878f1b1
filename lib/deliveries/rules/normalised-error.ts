import { clip, inert } from "@/lib/core/text";

/** How much of an error is read, and how much of it names its group. */
const readChars = 1_000;
const shownChars = 200;

/** What differs between two errors that are the same, and the mark that stands for it. In this order: a time looks like an address. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, "‹time›"],
  [/\b\d\d:\d\d:\d\d(?:\.\d{1,9})?\b/g, "‹time›"],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, "‹address›"],
  [/(?<=:\/\/)[^\s/"'<>]{1,255}/g, "‹host›"],
  [/(?<=\b(?:ENOTFOUND|EAI_AGAIN) |\b(?:Host: |DNS:))[\w.-]{1,253}/g, "‹host›"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, "‹host›"],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,7}|(?<![\w:])::1\b/gi, "‹host›"],
  [/\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}:\d{1,5}\b/g, "‹host›"],
  [/(?<=\bkid(?:" ?: ?"|[ =:]{1,2}))(?=[\w.-]*\d)[\w.-]{1,80}/g, "‹id›"],
  [/(?<![\w-])(?:\d{12,}|[a-z]{1,4}_\d+)(?![\w-])/gi, "‹id›"],
  [/(?<![\w-])\d+(?:\.\d+)?(?=(?:ms|s|min|h|kb|mb)?(?![\w-]))/gi, "‹n›"],
  [/(?<![\w-])(?=[\w-]{6})(?:[A-Za-z_-]*\d){2}[\w-]*|(?<![\w-])[\w-]{40,}/g, "‹id›"],
];

/**
 * An error without what differs from one delivery to the next: ids, numbers, times, addresses and hosts, so that like errors group. One
 * line, bounded, and inert. A status that it begins with stays.
 * @returns null where nothing is said
 */
export function normalisedError(error: string | null): string | null {
  const text = (error ?? "").slice(0, readChars).replace(/\s+/g, " ").trim();
  if (text === "") return null;
  const [, status = "", rest = ""] = /^([1-5]\d\d(?=[ :]|$))?(.*)$/s.exec(text) ?? [];
  return clip(inert(status + varying.reduce((left, [what, mark]) => left.replace(what, mark), rest)), shownChars);
}
