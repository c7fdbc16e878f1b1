import "server-only";
import type { NewUser } from "@/lib/connectors/clerk/managed";
import {
  listSessionLives,
  mostSessionsAtOnce,
  revokeSession,
  type SessionLife,
} from "@/lib/connectors/clerk/managed-sessions";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { callsAtOnce } from "@/lib/sessions/rules/pace";
import { canaryLength, isMeant } from "@/lib/sessions/rules/walk";
import type { SettledSession, WalkedPage } from "@/lib/sessions/shapes";
import type { LeasedRevocation } from "@/lib/sessions/writes/lease";
import { writeAhead } from "@/lib/sessions/writes/walk";
import { type ClerkCalls, inLanes } from "./clerk-pace";
import type { Revoking } from "./revoking";

/** So many sessions are revoked between two looks at whether to go on; who has more of them is walked over again. */
const mostAtOnce = 500;
/** Nobody waits longer for a page of customers or of sessions. */
export const listWithinMs = seconds(5);

export type Walk = {
  users: readonly NewUser[];
  /** They are of a page that somebody left half done, so no cursor moves. */
  recovering: boolean;
  /** Only a look at what became of it: nothing more is revoked. */
  lookOnly: boolean;
};

type Meant = { id: string; userId: string };
type OpenOf = ReadonlyMap<string, readonly string[]>;

/**
 * Walks over some customers: lists all sessions of each, writes down which of them are meant, has Clerk revoke those, and says what
 * became of each. What could not be asked is left as it was.
 */
export async function walkOver(
  revoking: Revoking,
  revocation: LeasedRevocation,
  calls: ClerkCalls,
  { users, recovering, lookOnly }: Walk,
): Promise<WalkedPage> {
  const open = await listOpen(revocation, calls, users);
  const listed = users.slice(0, listedLength(users, open));
  const careful = revocation.phase === "canary" && !recovering;
  const openOfEach = listed.map(({ clerkId }) => open.get(clerkId)?.length ?? 0);
  const walked = careful ? listed.slice(0, canaryLength(openOfEach)) : listed; // guard: canary-first
  const meant = walked.flatMap(({ clerkId }) => (open.get(clerkId) ?? []).map((id) => ({ id, userId: clerkId })));
  const { settled, asked } = await revokeAll(revoking, revocation, calls, lookOnly ? [] : meant.slice(0, mostAtOnce));
  const known = new Set(settled.map(({ id }) => id));
  const undone = new Set(meant.filter(({ id }) => !known.has(id)).map(({ userId }) => userId));
  const firstUndone = walked.findIndex(({ clerkId }) => undone.has(clerkId));
  const done = recovering ? [] : walked.slice(0, firstUndone < 0 ? walked.length : firstUndone);
  const last = done.at(-1);
  return {
    pass: revocation.pass,
    users: done.length,
    calls: calls.calls,
    putOff: calls.putOff,
    settled,
    unsent: meant.filter(({ id }) => !asked.has(id)).map(({ id }) => id),
    listed: walked.map(({ clerkId }) => clerkId),
    open: meant.map(({ id }) => id),
    cursor: last ? { id: last.clerkId, createdAt: last.createdAt.toISOString() } : null,
  };
}

/** The sessions of each customer that are to be revoked; who could not be asked for is not in it. */
async function listOpen(
  { begunBefore, exceptUsers }: LeasedRevocation,
  calls: ClerkCalls,
  users: readonly NewUser[],
): Promise<OpenOf> {
  const except = new Set(exceptUsers);
  const open = new Map<string, readonly string[]>();
  await inLanes(users, callsAtOnce, async ({ clerkId }) => {
    const lives = except.has(clerkId) ? [] : await listAll(calls, clerkId); // guard: excepted-users
    if (lives)
      open.set(
        clerkId,
        lives.filter((life) => isMeant(life, begunBefore)).map(({ id }) => id),
      );
  });
  return open;
}

/** Every page of a customer's sessions. @returns null where Clerk did not give all of them */
export async function listAll(calls: ClerkCalls, userId: string): Promise<SessionLife[] | null> {
  const all: SessionLife[] = [];
  for (let offset = 0; ; offset += mostSessionsAtOnce) {
    const page = await calls.ask(() => listSessionLives(userId, { offset, limit: mostSessionsAtOnce }, listWithinMs));
    if (page && !page.ok) calls.trouble ??= page.failure;
    if (!page?.ok) return null;
    all.push(...page.value);
    if (page.value.length < mostSessionsAtOnce) return all; // guard: all-pages-of-sessions
  }
}

/** How many of a page, from its begin on, are known: the cursor passes nobody over. */
function listedLength(users: readonly NewUser[], open: OpenOf): number {
  const first = users.findIndex(({ clerkId }) => !open.has(clerkId));
  return first < 0 ? users.length : first;
}

/** @returns what Clerk said of each, and whom it was asked for, whether it answered or not */
async function revokeAll(
  { actor, at }: Revoking,
  { requestId }: LeasedRevocation,
  calls: ClerkCalls,
  meant: readonly Meant[],
): Promise<{ settled: SettledSession[]; asked: Set<string> }> {
  const [settled, asked] = [[] as SettledSession[], new Set<string>()];
  if (meant.length === 0) return { settled, asked };
  await at?.("before write-ahead");
  const holder = { requestId, worker: actor.workerId };
  if (!(await consoleDb().$transaction((tx) => writeAhead(tx, holder, meant)))) return { settled, asked };
  await at?.("before revoke");
  await inLanes(meant, callsAtOnce, async ({ id }) => {
    const answer = await calls.ask(() => {
      asked.add(id);
      return revokeSession(id);
    });
    if (answer?.ok) settled.push({ id, state: answer.value, reason: null });
    else if (answer?.failure.kind === "refused" && ![401, 403].includes(answer.failure.status))
      settled.push({ id, state: "failed", reason: answer.failure.code ?? String(answer.failure.status) });
  });
  await at?.("after revoke");
  return { settled, asked };
}
