import { z } from "zod";

const place = z.tuple([
  z.string().regex(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?Z?$/),
  z.string().regex(/^\d{1,19}$/),
]);

/** Where the next page begins: the sort instant and the id of the last row shown. */
export type Place = { at: string; id: string };

export const writeCursor = ({ at, id }: Place): string => Buffer.from(JSON.stringify([at, id])).toString("base64url");

/** @returns null for an empty or a meddled-with cursor: the list then begins at its start */
export function readCursor(cursor: string): Place | null {
  try {
    const parsed = place.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return parsed.success ? { at: parsed.data[0], id: parsed.data[1] } : null; // guard: cursor-shape
  } catch {
    return null;
  }
}
