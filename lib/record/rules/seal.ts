import { createHmac } from "node:crypto";
import { canonical, type Json } from "@/lib/core/canonical";
import type { RecordEntry } from "../shapes";

/** The MAC that the first row links to. */
export const genesis = "";

/** The exact text under the MAC: the entry with its place, its time and the MAC before it. */
export function sealedText(entry: RecordEntry, place: { seq: bigint; recordedAt: string; previous: string }): string {
  return canonical({
    ...entry,
    seq: place.seq.toString(),
    recordedAt: place.recordedAt,
    previous: place.previous,
  } as unknown as Json);
}

/** HMAC-SHA256 over the sealed text; the key lives outside the database. */
export const macOf = (text: string, key: string): Buffer => createHmac("sha256", key).update(text).digest();
