import { invalidParameter } from "./errors";

export type Page = { limit: number; offset: number };

/** Clerk's paging: 10 by default, at most 500. @throws ClerkRefusal `form_param_value_invalid` */
export function readPage(query: URLSearchParams): Page {
  return {
    limit: readWhole(query, "limit", { fallback: 10, low: 1, high: 500 }),
    offset: readWhole(query, "offset", { fallback: 0, low: 0, high: Number.MAX_SAFE_INTEGER }),
  };
}

export function takePage<T>(rows: T[], { limit, offset }: Page): { data: T[]; totalCount: number } {
  return { data: rows.slice(offset, offset + limit), totalCount: rows.length };
}

/** Lists come as `name=a&name=b`, `name[]=a`, or `name=a,b`. */
export function readList(query: URLSearchParams, name: string): string[] {
  return [...query.getAll(name), ...query.getAll(`${name}[]`)].flatMap((text) => text.split(",")).filter(Boolean);
}

function readWhole(
  query: URLSearchParams,
  name: string,
  bound: { fallback: number; low: number; high: number },
): number {
  const text = query.get(name);
  if (text === null) return bound.fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= bound.low && value <= bound.high) return value;
  throw invalidParameter(name, `${name} must be a whole number from ${bound.low} to ${bound.high}.`);
}
