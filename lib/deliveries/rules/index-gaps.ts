import type { IndexGap } from "../shapes";

/** What the IdP's catalogue says of its outbox. */
export type SourceState = {
  /** Each index as PostgreSQL writes it. */
  indexes: string[];
  pages: number;
  visiblePages: number;
  rows: number;
  deadTuples: number;
};

const ofDead = /WHERE .*dlq_at IS NOT NULL.*delivered_at IS NULL|WHERE .*delivered_at IS NULL.*dlq_at IS NOT NULL/;
/** Below this a table is read in no time, whatever its state. */
const smallPages = 1_000;

/**
 * What is missing to browse the dead quickly. With a visibility map that is mostly stale an index alone is no help.
 * @source measured: perf, the visibility map trap (19 % visible: slower than without an index)
 */
export function indexGapsOf({ indexes, pages, visiblePages, rows, deadTuples }: SourceState): IndexGap[] {
  const partial = indexes.filter((index) => ofDead.test(index));
  const has = (columns: RegExp): boolean => partial.some((index) => columns.test(index));
  const stale = pages >= smallPages && (visiblePages < pages / 2 || deadTuples > rows / 5);
  return [
    ...(has(/\(oauth_application_id, dlq_at\b/) ? [] : (["dead_by_app"] as const)),
    ...(has(/\(dlq_at\b/) ? [] : (["dead"] as const)),
    ...(stale ? (["vacuum"] as const) : []),
  ];
}
