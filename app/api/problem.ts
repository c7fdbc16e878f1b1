import { type Refusal, refusalStatus } from "@/lib/core/errors";

/** A refusal for programs: its stable code, the reference, and the names of fields that were wrong. No value of anybody's is in it. */
export function problemAnswer({ code, facts = {} }: Refusal, ref: string): Response {
  const status = refusalStatus[code];
  const { fields, retryAfterSeconds } = facts;
  const headers = new Headers({ "Content-Type": "application/problem+json" });
  if (status === 401) headers.set("WWW-Authenticate", "Bearer");
  if (typeof retryAfterSeconds === "number") headers.set("Retry-After", String(retryAfterSeconds));
  const named = typeof fields === "string" ? { fields: fields.split(", ") } : {};
  return Response.json({ type: "about:blank", title: code, status, code, ref, ...named }, { status, headers });
}
