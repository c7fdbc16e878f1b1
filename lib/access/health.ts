import { frontendApiAnswers } from "@/lib/connectors/clerk/frontend-api";
import { seconds } from "@/lib/core/duration";

/** Longest that a person waits for the verdict. */
const probeTimeoutMs = 800;
const freshForMs = seconds(3);

export type ClerkHealth = { answers: boolean; sampledAt: Date };

let last: ClerkHealth | undefined;
let asking: Promise<ClerkHealth> | undefined;

/** Whether the console Clerk answers, by our own probe of its Frontend API: at most 800 ms, at most every 3 s a process. */
export async function clerkHealth(): Promise<ClerkHealth> {
  if (last && Date.now() - last.sampledAt.getTime() < freshForMs) return last;
  asking ??= answersInTime()
    .then((answers) => {
      last = { answers, sampledAt: new Date() };
      return last;
    })
    .finally(() => {
      asking = undefined;
    });
  return asking;
}

/** A connection that is closed just as it is taken up again says nothing of Clerk: what fails at once is asked once more. */
async function answersInTime(): Promise<boolean> {
  const startedAt = performance.now();
  if (await frontendApiAnswers(probeTimeoutMs)) return true;
  const leftMs = Math.floor(probeTimeoutMs - (performance.now() - startedAt));
  return leftMs > probeTimeoutMs / 2 && frontendApiAnswers(leftMs);
}

/** The last verdict without asking again; undefined before the first. */
export const lastClerkHealth = (): ClerkHealth | undefined => last;
