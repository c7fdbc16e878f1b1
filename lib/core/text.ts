/** Characters that reorder, hide or drive a terminal: they are shown as labelled escapes, never obeyed. */
const hostile =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is after
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|\uD800(?![\uDC00-\uDFFF])|[\uD801-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * Text from outside made inert: bidi controls, zero-widths, ANSI escapes and other control characters become `⟨U+202E⟩`.
 * Tab and line feed stay. The result is still plain text, to be put into a text node.
 * @source Trojan Source (CVE-2021-42574)
 */
export function inert(text: string): string {
  return text.replace(hostile, (char) => `⟨U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/** Whether PostgreSQL gives it back as it was: it holds no NUL, and half of a surrogate pair would come back as another character. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\u0000");

/** The first `limit` characters, cut between code points, with a mark that says so. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
