import "server-only";
import { seconds } from "@/lib/core/duration";
import type { Answer } from "../request";
import { readClerk } from "./client";
import { wireSession } from "./wire";

/**
 * Whether a session is still open at Clerk. A token that was issued before it ended would still verify for up to a minute.
 * @returns false for one that ended, was revoked or was never there
 * @source Clerk Backend API, GET /v1/sessions/{id}
 */
export async function isSessionOpen(sessionId: string): Promise<Answer<boolean>> {
  const answer = await readClerk(`/v1/sessions/${encodeURIComponent(sessionId)}`, wireSession, seconds(1));
  if (answer.ok) return { ok: true, value: answer.value.status === "active" };
  const { failure } = answer;
  return failure.kind === "refused" && failure.status === 404 ? { ok: true, value: false } : answer;
}
