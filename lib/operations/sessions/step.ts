import "server-only";
import type { NewUser } from "@/lib/connectors/clerk/managed";
import { listUsersAfter } from "@/lib/connectors/clerk/managed-sessions";
import type { Answer, Failure } from "@/lib/connectors/request";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { describeError, log } from "@/lib/core/log";
import { keepRunning } from "@/lib/requests/writes/move-request";
import { countFailed, listUnsettledUsers } from "@/lib/sessions/queries/open";
import { usersAtOnce } from "@/lib/sessions/rules/pace";
import { afterPass } from "@/lib/sessions/rules/walk";
import type { RevocationTrouble, WalkedPage } from "@/lib/sessions/shapes";
import {
  holdRevocation,
  type LeasedRevocation,
  leaseRevocation,
  releaseRevocation,
  tellTrouble,
} from "@/lib/sessions/writes/lease";
import { enterPhase } from "@/lib/sessions/writes/walk";
import { tellOfHold } from "../perform/tell-of-hold";
import { goesOnForMinutes } from "../risk";
import { ClerkCalls } from "./clerk-pace";
import { whileHeld } from "./hold";
import type { Revoking } from "./revoking";
import { listAll, listWithinMs, walkOver } from "./walk";

/**
 * One step of a revocation, by whoever has its lease: a page that somebody left half done is closed first, else the next page is walked
 * over. What cannot be done now is said, and tried again.
 * @returns whether Clerk let it
 */
export async function stepRevocation(revoking: Revoking, requestId: string): Promise<boolean> {
  const { workerId: worker } = revoking.actor;
  const revocation = await consoleDb().$transaction((tx) => leaseRevocation(tx, requestId, worker));
  if (!revocation) return true;
  try {
    await consoleDb().$transaction((tx) => keepRunning(tx, requestId, goesOnForMinutes));
    if (revocation.state === "paused") return true;
    return await whileHeld(revocation, worker, (signal) => step(revoking, revocation, signal));
  } finally {
    await consoleDb().$transaction((tx) => releaseRevocation(tx, requestId, worker));
  }
}

async function step(revoking: Revoking, revocation: LeasedRevocation, signal: AbortSignal): Promise<boolean> {
  const { requestId } = revocation;
  const callsPerSecond = revoking.callsPerSecond ?? revocation.callsPerSecond;
  const calls = new ClerkCalls({
    pace: revoking.pace,
    callsPerSecond,
    signal,
    onPutOff: () => tell(requestId, "clerk_rate_limited"),
  });
  const done = await stepOn(revoking, { ...revocation, callsPerSecond }, calls);
  if (calls.trouble) await say(requestId, troubleOf(calls.trouble));
  // Who held the canary has said why.
  else if (done !== "held") await say(requestId, null);
  return calls.trouble === null;
}

async function stepOn(
  revoking: Revoking,
  revocation: LeasedRevocation,
  calls: ClerkCalls,
): Promise<"went_on" | "held" | "ended"> {
  const { requestId, state } = revocation;
  const unsettled = await listUnsettledUsers(revoking.actor, requestId);
  if (unsettled.length > 0) {
    const users = unsettled.map((clerkId) => ({ clerkId, createdAt: new Date(0) }));
    await settle(
      revoking,
      revocation,
      await walkOver(revoking, revocation, calls, {
        users,
        recovering: true,
        lookOnly: state === "canceling",
      }),
    );
    return "went_on";
  }
  if (state === "canceling") {
    await revoking.perform(requestId, { page: null, end: "canceled", left: null });
    return "ended";
  }
  const page = await calls.ask(() => nextPage(revocation));
  if (page && !page.ok) calls.trouble ??= page.failure;
  if (!page?.ok) return "went_on";
  if (page.value.length === 0) return turnPass(revoking, revocation);
  const walked = await walkOver(revoking, revocation, calls, { users: page.value, recovering: false, lookOnly: false });
  await settle(revoking, revocation, walked);
  return revocation.phase === "canary" && walked.settled.length > 0
    ? judge(revoking, revocation, calls, walked)
    : "went_on";
}

async function settle(revoking: Revoking, { requestId }: LeasedRevocation, page: WalkedPage): Promise<void> {
  await revoking.perform(requestId, { page, end: null, left: null });
  await revoking.at?.("after settle");
}

/** The next customers; one person is a page of their own. */
async function nextPage(revocation: LeasedRevocation): Promise<Answer<NewUser[]>> {
  const { userId, cursorId, cursorCreatedAt, callsPerSecond } = revocation;
  if (userId !== null)
    return { ok: true, value: cursorId === null ? [{ clerkId: userId, createdAt: new Date(0) }] : [] };
  const after = cursorId === null ? null : { clerkId: cursorId, createdAt: cursorCreatedAt ?? new Date(0) };
  return listUsersAfter(after, usersAtOnce(callsPerSecond), listWithinMs);
}

/** All pages were walked over: once more, or the end. */
async function turnPass(revoking: Revoking, revocation: LeasedRevocation): Promise<"went_on" | "ended"> {
  const { requestId, pass, passFound } = revocation;
  const failed = await countFailed(revoking.actor, requestId);
  const then = afterPass({ pass, found: passFound, failed });
  if (then.next === "end") {
    await revoking.perform(requestId, { page: null, end: "finished", left: then.left });
    return "ended";
  }
  const holder = { requestId, worker: revoking.actor.workerId };
  await consoleDb().$transaction((tx) => enterPhase(tx, holder, { phase: "rescan", pass: pass + 1 }));
  return "went_on";
}

/** Whether revoking works at all: the canary's sessions are listed again, and none of them may be open. */
async function judge(
  revoking: Revoking,
  revocation: LeasedRevocation,
  calls: ClerkCalls,
  { settled, listed }: WalkedPage,
): Promise<"went_on" | "held"> {
  const { requestId, pass } = revocation;
  const asked = new Set(settled.map(({ id }) => id));
  let stillOpen = settled.some(({ state }) => state === "failed");
  for (const userId of listed) {
    const lives = await listAll(calls, userId);
    // Who cannot be looked at says nothing; the next page is a canary again.
    if (lives === null) return "went_on";
    stillOpen ||= lives.some(({ id, status }) => asked.has(id) && (status === "active" || status === "pending"));
  }
  if (stillOpen) {
    await consoleDb().$transaction((tx) => hold(tx, requestId)); // guard: canary-judged
    return "held";
  }
  const holder = { requestId, worker: revoking.actor.workerId };
  await consoleDb().$transaction((tx) => enterPhase(tx, holder, { phase: "sweep", pass }));
  return "went_on";
}

async function hold(tx: ConsoleTransaction, requestId: string): Promise<void> {
  const since = await holdRevocation(tx, requestId);
  if (since !== null) await tellOfHold(tx, "revocation.held", requestId, { since });
}

const troubleOf = ({ kind }: Failure): RevocationTrouble =>
  kind === "refused" ? "clerk_refused" : "clerk_unreachable";

const say = (requestId: string, trouble: RevocationTrouble | null): Promise<void> =>
  consoleDb().$transaction((tx) => tellTrouble(tx, requestId, trouble));

/** Said beside the calls: nobody waits for it. */
function tell(requestId: string, trouble: RevocationTrouble): void {
  say(requestId, trouble).catch((error: unknown) =>
    log().warn({ requestId, error: describeError(error) }, "what holds a revocation up was not written down"),
  );
}
