/** Where to go after sign-in: a path of our own, and nothing that a browser could read as another host. */
export function safeNextPath(value: unknown, fallback: string): string {
  if (
    typeof value !== "string" ||
    !/^\/(?![/\\])[\x21-\x7e]*$/.test(value) ||
    value.includes("\\") ||
    value.length > 500
  )
    return fallback;
  return value.startsWith("/sign-in") || value.startsWith("/api/") || value.startsWith("/__clerk") ? fallback : value;
}
