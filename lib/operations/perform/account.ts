import "server-only";
import type { Identified, TokenActor } from "@/lib/access/actor";
import { mayRecordStranger } from "@/lib/access/limits";
import { operationPolicy } from "@/lib/access/policy";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { type Facts, type Refusal, type RefusalCode, Refused, type Result, refuse } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";
import { countOperation } from "@/lib/core/metrics";
import type { RecordEntry, RecordedActor, RecordKind } from "@/lib/record/shapes";
import { appendRecord } from "@/lib/record/writes/append";

/** What a row of the record is about. */
export type About = {
  operation: string;
  ref: string;
  requestId?: string | null;
  digest?: string | null;
  reason?: string | null;
  incident?: string | null;
};

export function recordedActor(identified: Identified): RecordedActor {
  if (identified.kind === "system") return { kind: "system", workerId: identified.workerId };
  if (identified.kind === "visitor")
    return { kind: "visitor", personId: identified.personId, clerkUserId: identified.clerkUserId };
  if (identified.kind === "app") return { kind: "app", appId: identified.appId };
  const { personId, name } = identified;
  if (identified.kind === "ceremony") return { kind: "ceremony", personId, name };
  if (identified.kind === "token") return recordedToken(identified);
  const known = { personId: identified.personId, name, roles: [...identified.roles] };
  return identified.kind === "grant"
    ? { kind: "grant", ...known, grantId: identified.grantId }
    : { kind: "person", ...known };
}

const recordedToken = ({ tokenId, personId, name, roles }: TokenActor): RecordedActor => ({
  kind: "token",
  tokenId,
  personId,
  name,
  roles: [...roles],
});

/** Writes one row, as the last statement of the caller's transaction. */
export async function record(
  tx: ConsoleTransaction,
  identified: Identified,
  about: About,
  what: { kind: RecordKind; code?: string | null; facts?: RecordEntry["facts"] },
): Promise<void> {
  const { operation, ref, requestId = null, digest = null, reason = null, incident = null } = about;
  const { kind, code = null, facts = {} } = what;
  await appendRecord(tx, {
    kind,
    operation,
    actor: recordedActor(identified),
    requestId,
    digest,
    ref,
    reason,
    incident,
    code,
    facts,
  });
}

/** What the worker meets when its surroundings fail: it tries again in seconds, and a row for each try would bury the record. */
const passing: readonly RefusalCode[] = [
  "internal_error",
  "clerk_unreachable",
  "identity_database_unreachable",
  "console_database_unreachable",
];

/** Refusals of people who are signed in always become a row; those of one token, of one person's and of strangers only up to a rate. */
async function worthARow(identified: Identified, { code }: Refusal): Promise<boolean> {
  if (identified.kind === "system") return !passing.includes(code);
  if (identified.kind === "token") return mayRecordStranger(identified.tokenId);
  if (identified.kind === "app") return mayRecordStranger(identified.appId);
  if (identified.kind !== "visitor" || identified.clerkUserId !== null) return true;
  return mayRecordStranger(identified.personId ?? undefined);
}

/** What is recorded under a name of its own and is no operation. */
const verbs = ["bypass.open", "request.refused"];

/**
 * Records a refusal and hands it back. An operation that we don't have is recorded as "unknown", not in the caller's words.
 * @refuses record_unavailable when even the refusal can't be recorded
 */
export async function recordRefusal(
  identified: Identified,
  about: About,
  refusal: Refusal,
): Promise<{ ok: false; refusal: Refusal }> {
  const operation =
    Object.hasOwn(operationPolicy, about.operation) || verbs.includes(about.operation) ? about.operation : "unknown";
  countOperation(operation, refusal.code);
  log().warn({ ref: about.ref, operation, requestId: about.requestId, refusal: refusal.code }, "refused");
  try {
    const facts: Facts = refusal.facts ?? {};
    if (await worthARow(identified, refusal)) {
      const what = { kind: "refusal", code: refusal.code, facts } as const;
      await consoleDb().$transaction((tx) => record(tx, identified, { ...about, operation }, what));
    }
    return { ok: false, refusal };
  } catch (error) {
    log().error({ ref: about.ref, error: describeError(error) }, "a refusal could not be recorded");
    return refuse(isDatabaseTrouble(error) ? "console_database_unreachable" : "record_unavailable");
  }
}

/** Runs the gates of a change; whatever refuses it, by word or by throwing, becomes a row of the record. */
export async function accounted<T>(
  identified: Identified,
  about: About,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const result = await answering(about.ref, work);
  return result.ok ? result : recordRefusal(identified, about, result.refusal);
}

/** Turns what was thrown into an answer: a refusal on its way out, a database in trouble, or a fault of ours, logged by its reference. */
export async function answering<T>(ref: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    log().error({ ref, error: describeError(error) }, "unexpected");
    return refuse(isDatabaseTrouble(error) ? "console_database_unreachable" : "internal_error", { ref });
  }
}
