/** An instant as Render writes it. @param atMs milliseconds since 1970 */
export const instant = (atMs: number): string => new Date(atMs).toISOString();
