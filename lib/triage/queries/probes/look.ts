import "server-only";
import type { Answer, Failure } from "@/lib/connectors/request";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { seconds } from "@/lib/core/duration";
import { within } from "@/lib/core/patience";
import { type Judged, judge } from "../../rules/judge";
import type { Measured, ProbeName, Reading } from "../../shapes";

/** Every look has an end before three seconds are over, so that a verdict has. @source design: domain §5 */
export const deadlineMs = seconds(2.5);

type Say<T> = (value: T) => Judged & { value: Measured };

/**
 * Looks once, and times it.
 * @param say what an answer means; where it is left out, its time is judged
 */
export async function look<T>(probe: ProbeName, ask: () => Promise<Answer<T>>, say?: Say<T>): Promise<Reading> {
  const startedAt = performance.now();
  const answer = await ask();
  const latencyMs = Math.round(performance.now() - startedAt);
  if (answer.ok && say) return { probe, latencyMs, ...say(answer.value) };
  return { probe, latencyMs, ...judge(answer, latencyMs), value: answer.ok ? null : statusOf(answer.failure) };
}

/** By which HTTP status it failed, where it had one. */
function statusOf(failure: Failure): Measured | null {
  const status = failure.kind === "refused" || failure.kind === "unexpected_answer" ? failure.status : 0;
  return status > 0 ? { httpStatus: status } : null;
}

/** For whoever tells of something else: when they can't be asked, nothing is known of it, and nothing is worse for that. */
export const hearsay = (seen: Reading): Reading =>
  seen.status === "down" && (seen.value === null || "httpStatus" in seen.value) ? { ...seen, status: "unknown" } : seen;

/** Asks a database: what it says, or why it does not, in the words of every other neighbour. */
export async function askDatabase<T>(work: () => Promise<T>): Promise<Answer<T>> {
  const asked = work().then(
    (value): Answer<T> => ({ ok: true, value }),
    (error: unknown) =>
      isDatabaseTrouble(error)
        ? failed("unreachable")
        : { ok: false as const, failure: { kind: "unexpected_answer" as const, status: 0 } },
  );
  return (await within(deadlineMs, asked)) ?? failed("timed_out");
}

const failed = (kind: "timed_out" | "unreachable"): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind },
});
