/**
 * What `normalisedError` takes for an id or a number, as PostgreSQL says it. The index that we recommend holds this to the letter: raise
 * the index's name with it.
 */
export const varying =
  "(?<![A-Za-z0-9_-])(?:(?=[A-Za-z0-9_-]{6})(?:[A-Za-z_-]*[0-9]){2}[A-Za-z0-9_-]*|[0-9]+(?:[.][0-9]+)?(?=(?:ms|s|min|h|kb|mb)?(?![A-Za-z0-9_-])))";
