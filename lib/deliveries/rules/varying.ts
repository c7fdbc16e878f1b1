/**
 * What `normalisedError` takes for an id or a number, as PostgreSQL says it. The index that we recommend holds this to the letter: raise
 * the index's name with it.
 */
export const varying =
  "(?<![A-Za-z0-9_-])(?:(?=[A-Za-z0-9_-]{6})(?:[A-Za-z_-]*[0-9]){2}[A-Za-z0-9_-]*|[0-9]+(?:[.][0-9]+)?(?=(?:ms|s|min|h|kb|mb)?(?![A-Za-z0-9_-])))";

/** The same for JavaScript, which takes the first way that fits where PostgreSQL takes the longest: a decimal comes before its integer. */
const unit = "(?=(?:ms|s|min|h|kb|mb)?(?![A-Za-z0-9_-]))";
const longest = new RegExp(
  `(?<![A-Za-z0-9_-])(?:[0-9]+[.][0-9]+${unit}|(?=[A-Za-z0-9_-]{6})(?:[A-Za-z_-]*[0-9]){2}[A-Za-z0-9_-]*|[0-9]+${unit})`,
  "g",
);

/** What an error has in common with those that died alike, as the index says it. @param error its first 1,000 characters */
export const saidOf = (error: string | null): string => (error ?? "").replace(longest, "#");

const id = /^(?=[\w-]{6})(?:[A-Za-z_-]*\d){2}[\w-]*$/;

/** Whether a text varies wherever it stands: no two errors have it in common. */
export const isIdLike = (text: string): boolean => id.test(text);
