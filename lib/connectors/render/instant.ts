import "server-only";

/** An instant as an ISO text; null for nothing, and for what is none. */
export function instantOf(text: string | null | undefined): string | null {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
