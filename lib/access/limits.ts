import "server-only";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { AppActor, HumanActor, Identified, TokenActor } from "./actor";

/** Changes a person may ask for: faster than any hand, slower than any script. */
const changes = new RateLimiterMemory({ points: 60, duration: 10 });
/** Look-ups of the command bar: a few for each thing that a person looks for. */
const lookUps = new RateLimiterMemory({ points: 90, duration: 60 });
/** Attempts to come in without Clerk from one address: each costs us two slow hashes. Apart from what is counted in the database. */
const knocks = new RateLimiterMemory({ points: 20, duration: 10 });
/** Refused strangers who still get a row each in the record; the rest are only counted in the log. */
const strangers = new RateLimiterMemory({ points: 30, duration: 60 });

/** @refuses rate_limited with the seconds to wait */
export async function limitChanges(identified: Identified): Promise<Result<true>> {
  return consume(changes, keyOf(identified));
}

/** @refuses rate_limited with the seconds to wait */
export const limitLookUps = (actor: HumanActor): Promise<Result<true>> => consume(lookUps, keyOf(actor));

/** @refuses rate_limited with the seconds to wait */
export const limitKnocks = (address: string): Promise<Result<true>> => consume(knocks, address);

/** Hostile headers: one kind becomes a few rows a minute, and all of them together no flood. */
const attempts = {
  ofAKind: new RateLimiterMemory({ points: 5, duration: 60 }),
  all: new RateLimiterMemory({ points: 120, duration: 60 }),
};

/** Whether hostile headers may still become a row. The log has every one of them. @param names which were sent */
export async function mayRecordAttempt(names: readonly string[]): Promise<boolean> {
  return (await consume(attempts.ofAKind, names.join(" "))).ok && (await consume(attempts.all, "everyone")).ok;
}

/**
 * Whether a refusal may still become a row: a flood must not fill the record.
 * @param who a token, or a person who is known but not let in, has a measure of their own; all strangers together have one
 */
export async function mayRecordStranger(who = "everyone"): Promise<boolean> {
  return (await consume(strangers, who)).ok;
}

/** Calls with one token: a reporter, a dashboard and a nightly script stay far below. */
const calls = new RateLimiterMemory({ points: 120, duration: 60 });

/** @refuses rate_limited with the seconds to wait */
export const limitCalls = (tokenId: string): Promise<Result<true>> => consume(calls, tokenId);

/** Documents and reports of one app: some fifty of its instances, each asking every three seconds. */
const appCalls = new RateLimiterMemory({ points: 1_200, duration: 60 });

/** @refuses rate_limited with the seconds to wait */
export const limitAppCalls = (appId: string): Promise<Result<true>> => consume(appCalls, appId);

export type Pace = { most: number; windowSeconds: number; left: number; resetSeconds: number };

/** How many calls a program or an app has left in this process, and in how many seconds it has all of them again. */
export async function paceOfCalls(who: TokenActor | AppActor): Promise<Pace> {
  const [limiter, key] = who.kind === "app" ? [appCalls, who.appId] : [calls, who.tokenId];
  const [most, windowSeconds, used] = [limiter.points, limiter.duration, await limiter.get(key)];
  const left = Math.max(0, used?.remainingPoints ?? most);
  return { most, windowSeconds, left, resetSeconds: Math.ceil(Math.max(0, used?.msBeforeNext ?? 0) / 1_000) };
}

/** Somebody who is not let in is counted by the account that they came with: it costs the person behind it nothing. */
function keyOf(identified: Identified): string {
  if (identified.kind === "system") return identified.workerId;
  if (identified.kind === "token") return identified.tokenId;
  if (identified.kind === "app") return identified.appId;
  const key = identified.kind === "visitor" ? identified.clerkUserId : identified.personId;
  return key ?? "nobody";
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<Result<true>> {
  try {
    await limiter.consume(key);
    return ok(true);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return refuse("rate_limited", { retryAfterSeconds: Math.ceil(error.msBeforeNext / 1_000) });
  }
}
