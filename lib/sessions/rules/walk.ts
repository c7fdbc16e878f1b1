import { canaryUsers, mostPasses } from "./pace";

/** What a session of a customer must say to be judged. */
export type Judged = { status: string; createdAt: Date | null };

/** Whoever holds one can do something with it, or will be able to: a pending one becomes active by finishing a task. */
const openStatuses: readonly string[] = ["active", "pending"];

/** Whether a session is to be revoked. One that does not tell when it began is taken for an old one. */
export const isMeant = ({ status, createdAt }: Judged, begunBefore: Date): boolean =>
  openStatuses.includes(status) && (createdAt === null || createdAt < begunBefore); // guard: sessions-begun-before

/** How many of a page's customers are walked over while nobody knows yet whether revoking works: up to the third with sessions. */
export function canaryLength(openOfEach: readonly number[]): number {
  let seen = 0;
  for (const [place, open] of openOfEach.entries()) {
    if (open > 0) seen += 1;
    if (seen === canaryUsers) return place + 1;
  }
  return openOfEach.length;
}

export type NextPass = { next: "rescan" } | { next: "end"; left: number };

/**
 * What follows when all pages of a pass were walked over: it ends when a pass after the first finds nothing open.
 * @param pass.failed sessions that Clerk refuses to end
 */
export function afterPass({ pass, found, failed }: { pass: number; found: number; failed: number }): NextPass {
  if (pass > 1 && found === 0) return { next: "end", left: 0 }; // guard: rescan-until-zero
  return pass < mostPasses ? { next: "rescan" } : { next: "end", left: failed };
}
