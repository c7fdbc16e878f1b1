import { RenderRefusal } from "./call";

const LARGEST = 100;
const USUAL = 20;

/** One page of a list, each row beside the cursor that leads on from it. @throws RenderRefusal 400 */
export function takePage<T extends { id: string }>(
  rows: readonly T[],
  query: URLSearchParams,
): { row: T; cursor: string }[] {
  const cursor = query.get("cursor");
  const place = cursor === null ? -1 : rows.findIndex(({ id }) => cursorOf(id) === cursor);
  if (cursor !== null && place < 0) throw new RenderRefusal(400, "invalid cursor");
  const limit = readLimit(query);
  return rows.slice(place + 1, place + 1 + limit).map((row) => ({ row, cursor: cursorOf(row.id) }));
}

export function readLimit(query: URLSearchParams): number {
  const text = query.get("limit");
  if (text === null) return USUAL;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= LARGEST) return limit;
  throw new RenderRefusal(400, `invalid limit: must be between 1 and ${LARGEST}`);
}

/** Lists come as `name=a&name=b`, `name[]=a`, or `name=a,b`. */
export function readList(query: URLSearchParams, name: string): string[] {
  return [...query.getAll(name), ...query.getAll(`${name}[]`)].flatMap((text) => text.split(",")).filter(Boolean);
}

export type Window = { name: string; before: number | undefined; after: number | undefined };

/** `createdBefore`, `createdAfter` and their like, for each of some instants. */
export function readWindows(query: URLSearchParams, instants: readonly string[]): Window[] {
  return instants.map((what) => ({
    name: `${what}At`,
    before: readInstant(query, `${what}Before`),
    after: readInstant(query, `${what}After`),
  }));
}

/** Whether a row, as it is shown, lies in all of them. What has not happened lies in none that is asked for. */
export function liesWithin(shown: Record<string, unknown>, windows: readonly Window[]): boolean {
  return windows.every(({ name, before, after }) => {
    if (before === undefined && after === undefined) return true;
    const told = shown[name];
    const at = typeof told === "string" ? Date.parse(told) : Number.NaN;
    return (before === undefined || at < before) && (after === undefined || at > after);
  });
}

/** ISO 8601. @returns milliseconds since 1970 */
export function readInstant(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new RenderRefusal(400, `invalid ${name}: must be an ISO 8601 date-time`);
  return at;
}

const cursorOf = (id: string): string => Buffer.from(`after:${id}`).toString("base64url");
