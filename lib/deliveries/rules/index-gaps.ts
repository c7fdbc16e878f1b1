import type { IndexGap } from "../shapes";
import { varying } from "./varying";

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
/** By application, event, answer and error, in this order, and then newest first. */
const ofAlike = /\(oauth_application_id, event_type, COALESCE\(last_status, 0\), .*md5\(.*dlq_at DESC, id DESC\)/;
/** Below this a table is read in no time, whatever its state. */
const smallPages = 1_000;
/** Below this a search reads all of the dead in no time. @source measured: perf, DLQ browsing */
const fewRows = 500_000;

/** The recommended indexes that are not there, however large the table. */
export function missingIndexes({ indexes }: Pick<SourceState, "indexes">): Exclude<IndexGap, "vacuum">[] {
  const partial = indexes.filter((index) => ofDead.test(index));
  const has = (columns: RegExp): boolean => partial.some((index) => columns.test(index));
  const alike = partial.some((index) => ofAlike.test(index) && index.includes(`'${varying}'`));
  const searched = has(/gin \(last_error gin_trgm_ops/) && has(/\(subject\)/) && has(/\(idempotency_key\)/);
  return [
    ...(has(/\(oauth_application_id, dlq_at\b/) ? [] : (["dead_by_app"] as const)),
    ...(has(/\(dlq_at\b/) ? [] : (["dead"] as const)),
    ...(has(/\(oauth_application_id\)/) ? [] : (["dead_count"] as const)),
    ...(alike ? [] : (["dead_alike"] as const)),
    ...(searched ? [] : (["dead_search"] as const)),
  ];
}

/**
 * What is missing to browse the dead quickly. With a visibility map that is mostly stale an index alone is no help.
 * @source measured: perf, the visibility map trap (19 % visible: slower than without an index)
 */
export function indexGapsOf(state: SourceState): IndexGap[] {
  const { pages, visiblePages, rows, deadTuples } = state;
  const stale = pages >= smallPages && (visiblePages < pages / 2 || deadTuples > rows / 5);
  const wanted = missingIndexes(state).filter((gap) => rows >= fewRows || gap === "dead_by_app" || gap === "dead");
  return [...wanted, ...(stale ? (["vacuum"] as const) : [])];
}
