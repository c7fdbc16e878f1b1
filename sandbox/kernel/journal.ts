import { createHash } from "node:crypto";
import type { Exchange } from "./exchange";

/** One request that a neighbour received. */
export type JournalEntry = {
  /** Real time, ISO 8601. */
  at: string;
  neighbour: string;
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  bodySha256: string;
  /** Absent when empty or longer than 64 KiB. */
  body?: string;
  /** Null when the neighbour never answered. */
  status: number | null;
};

export type JournalQuery = { neighbour?: string; since?: Date };

export type Journal = {
  record(neighbour: string, exchange: Exchange, status: number | null): void;
  /** Oldest first. A neighbour's name also finds its parts (`relying-parties` finds `relying-parties/eb`). */
  entries(query?: JournalQuery): JournalEntry[];
  /** @returns a function that ends the subscription. */
  onEntry(listener: (entry: JournalEntry) => void): () => void;
  clear(): void;
};

const KEPT_PER_NEIGHBOUR = 20_000;
const KEPT_BODY_BYTES = 64 * 1024;
const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "clerk-secret-key", "cookie"]);

export function createJournal(): Journal {
  const pages = new Map<string, JournalEntry[]>();
  const listeners = new Set<(entry: JournalEntry) => void>();
  return {
    record(neighbour, exchange, status) {
      const page = pages.get(neighbour) ?? [];
      pages.set(neighbour, page);
      const entry = entryOf(neighbour, exchange, status);
      page.push(entry);
      // Forgetting a tenth at once keeps the cost per request constant.
      if (page.length > KEPT_PER_NEIGHBOUR) page.splice(0, KEPT_PER_NEIGHBOUR / 10);
      for (const listener of listeners) listener(entry);
    },
    entries({ neighbour, since } = {}) {
      const from = since?.toISOString() ?? "";
      return [...pages]
        .filter(([name]) => neighbour === undefined || name === neighbour || name.startsWith(`${neighbour}/`))
        .flatMap(([, page]) => page.filter((entry) => entry.at >= from))
        .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => pages.clear(),
  };
}

function entryOf(neighbour: string, exchange: Exchange, status: number | null): JournalEntry {
  const { body, query } = exchange;
  const keepsBody = body.length > 0 && body.length <= KEPT_BODY_BYTES;
  return {
    at: new Date().toISOString(),
    neighbour,
    method: exchange.method,
    path: query.size > 0 ? `${exchange.path}?${query}` : exchange.path,
    headers: maskedHeaders(exchange.headers),
    bodySha256: createHash("sha256").update(body).digest("hex"),
    ...(keepsBody && { body: body.toString("utf8") }),
    status,
  };
}

function maskedHeaders(headers: Exchange["headers"]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) kept[name] = SECRET_HEADERS.has(name) ? masked(value) : value;
  }
  return kept;
}

/** Keeps the scheme (`Bearer`), so that one sees what kind of proof was sent. */
function masked(value: string): string {
  const scheme = /^(Bearer|Basic) /i.exec(value)?.[1];
  return scheme ? `${scheme} [masked]` : "[masked]";
}
