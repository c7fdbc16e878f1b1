"use client";

import type { useClerk, useSession } from "@clerk/nextjs";

/** What this console asks of Clerk in the browser. */
export type OwnClerk = {
  signOut: ReturnType<typeof useClerk>["signOut"];
  /** Null or undefined: nobody is signed in. */
  session: ReturnType<typeof useSession>["session"];
};

/** On a bad network Clerk's part comes some seconds after the page; who asks meanwhile is not told at once that it is away. */
const patienceMs = 5_000;

let here: OwnClerk | null = null;
const waiting = new Set<() => void>();

/** Clerk's part of the page says what it is by now, or, with null, that it is away. */
export function handOver(clerk: OwnClerk | null): void {
  here = clerk;
  if (clerk) for (const go of waiting) go();
}

/** Clerk as it is now, waited for when it has only just been asked for; null when it does not come. */
export async function ownClerk(): Promise<OwnClerk | null> {
  if (here) return here;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(go, patienceMs);
    waiting.add(go);
  });
  return here;
}
