/** Where a row of a replay is. @see docs/glossary.md */
export const rowStates = [
  "remaining",
  "claimed",
  "queued",
  "delivered",
  "failed_again",
  "skipped_changed",
  "skipped_superseded",
  "skipped_refused",
] as const;
export type RowState = (typeof rowStates)[number];
