import { inert } from "@/lib/core/text";
import type { Payload, PayloadSegment } from "../shapes";

/** What a page gets of a payload at most. */
export const previewBytes = 64 * 1024;

/** Keys whose plain values name things, not people. Every other string and number is masked: unknown keys hide by default. */
const openKeys = new Set([
  "type",
  "event",
  "event_type",
  "version",
  "schema",
  "action",
  "status",
  "state",
  "reason",
  "kid",
  "attempt",
  "created_at",
  "updated_at",
  "deleted_at",
  "linked_at",
  "occurred_at",
  "issued_at",
  "revoked_at",
  "withdrawn_at",
  "expires_at",
  "rotated_at",
]);
const openValue = /^[A-Za-z0-9_.:+\-/]{1,64}$/;
/** An instant, as text. */
const instantText = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d)?)?$/;
/** An instant as seconds or milliseconds since 1970. */
const instantNumber = /^[12]\d{9}(?:\d{3})?(?:\.\d{1,6})?$/;
/** Seven digits, whatever stands between them, may be somebody's telephone or registration number. */
const numbersSomebody = /(?:\d[-.:/+_]?){7}/;
/** What opens doors: the prefixes of well-known tokens, or a run that is no word. */
const opensDoors =
  /(?:^|[^A-Za-z0-9])(?:eyJ|sk_|pk_|rk_|whsec_|gh[pousr]_|xox[a-z]-|AKIA|AIza)|[A-Za-z+/]{24}|(?=[A-Za-z0-9+/]{16})[A-Za-z+/]*\d/;
const longestKey = 64;

/** A string may be cut off, and then ends where the text does: looked for again at each quote in it, it would take for ever. */
const token = /"(?:[^"\\]|\\(?:.|$))*(?:"|$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/gs;

/**
 * A payload's JSON text as indented stretches, with personal values masked before they leave the server. Works on the text, never on
 * parsed numbers, so a 20-digit integer keeps its digits; no recursion, so depth is harmless.
 * @param json the text as PostgreSQL gives it; anything else is masked whole
 */
export function redactPayload(json: string): Payload {
  const bytes = Buffer.byteLength(json);
  const truncated = bytes > previewBytes;
  const writer = new IndentedWriter({ masking: true });
  for (const [text] of json.slice(0, previewBytes).matchAll(token)) writer.take(text);
  return { segments: writer.segments, bytes, truncated };
}

/** The same stretches as one text with nothing masked: for who proved that they may see it. Inert, like everything from outside. */
export function openPayload(json: string): string {
  const writer = new IndentedWriter({ masking: false });
  for (const [text] of json.slice(0, previewBytes).matchAll(token)) writer.take(text);
  return writer.segments.map(({ text }) => text).join("");
}

/** Whether a value may be read under its key: a word or an instant, and nothing that could be a person's number or a token. */
function namesThing(key: string, value: string, quoted: boolean): boolean {
  if (!openKeys.has(key) || !openValue.test(value)) return false;
  if (key.endsWith("_at")) return (quoted ? instantText : instantNumber).test(value);
  if (key === "kid") return true;
  return !numbersSomebody.test(value) && !opensDoors.test(value); // guard: masked-values
}

/** Whether a key names a field, and is not somebody's address or number itself. */
const namesField = (key: string): boolean =>
  key.length <= longestKey && !key.includes("@") && !numbersSomebody.test(key) && !opensDoors.test(key);

const deepestIndent = 40;

class IndentedWriter {
  readonly segments: PayloadSegment[] = [];
  private readonly open: ("{" | "[")[] = [];
  private key: string | null = null;
  private expectKey = false;
  private readonly masking: boolean;

  constructor({ masking }: { masking: boolean }) {
    this.masking = masking;
  }

  take(text: string): void {
    if (text === "{" || text === "[") return this.enter(text);
    if (text === "}" || text === "]") return this.leave(text);
    if (text === ",") return this.next();
    if (text === ":") return this.plain(": ");
    if (this.expectKey && text.startsWith('"')) return this.name(text);
    this.value(text);
  }

  private enter(bracket: "{" | "["): void {
    this.open.push(bracket);
    this.expectKey = bracket === "{";
    this.plain(`${bracket}${this.newLine()}`);
  }

  private leave(bracket: string): void {
    this.open.pop();
    this.expectKey = false;
    this.plain(`${this.newLine()}${bracket}`);
  }

  private next(): void {
    this.expectKey = this.open.at(-1) === "{";
    this.plain(`,${this.newLine()}`);
  }

  private name(text: string): void {
    this.key = text.slice(1, -1);
    this.expectKey = false;
    if (this.masking && !namesField(this.key)) return this.add(`"${maskOf(this.key)}"`, true); // guard: masked-keys
    this.plain(inert(text));
  }

  private value(text: string): void {
    if (!text.startsWith('"') && !/^-?\d/.test(text)) return this.plain(text);
    const bare = text.startsWith('"') ? text.slice(1, -1) : text;
    const open = !this.masking || (this.key !== null && namesThing(this.key, bare, text !== bare));
    if (open) return this.plain(inert(text));
    this.add(text.startsWith('"') ? `"${maskOf(bare)}"` : maskOf(bare), true);
  }

  private newLine(): string {
    return `\n${"  ".repeat(Math.min(this.open.length, deepestIndent))}`;
  }

  private plain(text: string): void {
    const last = this.segments.at(-1);
    if (last && !last.masked) last.text += text;
    else this.add(text, false);
  }

  private add(text: string, masked: boolean): void {
    this.segments.push({ at: this.segments.length, text, masked });
  }
}

/** Says that there is a value, and roughly how long, but nothing of it. */
const maskOf = (value: string): string => "•".repeat(Math.min(Math.max(value.length, 3), 12));
