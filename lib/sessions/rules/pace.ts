/** How an instance is limited, and how much of that a revocation takes. */
export type Pace = { limit: number; perSeconds: number; callsPerSecond: number };

/** Other programs have the same limit, and need some of it. */
const ownShare = 0.8;

/**
 * How fast Clerk may be asked. What calls itself neither is taken for the slower one.
 * @source Clerk Backend API, rate limits: 1,000 requests in 10 s for production instances, 100 in 10 s for development ones
 */
export function paceOf(environment: string | null): Pace {
  const limit = environment === "production" ? 1_000 : 100;
  return { limit, perSeconds: 10, callsPerSecond: (limit * ownShare) / 10 };
}

/** So many customers are walked over between two looks at whether to go on: about a second's worth. */
export const usersAtOnce = (callsPerSecond: number): number =>
  Math.min(50, Math.max(5, Math.floor(callsPerSecond / 2)));

/** Of so many calls at once Clerk answers as fast as its limit lets it; more of them are no faster. @source perf measurements, 8 against 16 */
export const callsAtOnce = 8;

/** So many customers with sessions are the canary. */
export const canaryUsers = 3;

/** After so many passes what is still open is told, and left to people. */
export const mostPasses = 5;

/** Calls that a revocation takes: each customer's list in two passes, a page of customers at a time, and one for each session. */
export const callsOf = (users: number, sessions: number, callsPerSecond: number): number =>
  2 * users + 2 * Math.ceil(users / usersAtOnce(callsPerSecond)) + sessions;

/** At least a minute, since nobody plans in seconds. */
export const minutesOf = (calls: number, callsPerSecond: number): number =>
  Math.max(1, Math.ceil(calls / callsPerSecond / 60));

type Walked = {
  pass: number;
  usersTotal: number;
  usersSeen: number;
  passSeen: number;
  calls: number;
  callsPerSecond: number;
};

/** Seconds until the end, by what a customer took until now, with one more look at everybody. */
export function etaSecondsOf({ pass, usersTotal, usersSeen, passSeen, calls, callsPerSecond }: Walked): number {
  const perUser = usersSeen > 0 ? Math.max(1, calls / Math.max(1, usersSeen)) : 2;
  const first = Math.max(0, usersTotal - usersSeen) * perUser + usersTotal;
  const left = pass === 1 ? first : Math.max(0, usersTotal - passSeen);
  return Math.ceil(left / callsPerSecond);
}
