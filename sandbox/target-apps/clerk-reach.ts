/** Whether an app reaches its Clerk, asked anew when the last answer is some seconds old. */
export type ClerkReach = { isReachable(): Promise<boolean>; forget(): void };

const KEPT_MS = 2_000;
const PATIENCE_MS = 800;

export function createClerkReach(clerkUrl: string): ClerkReach {
  let last: { at: number; answer: Promise<boolean> } | undefined;
  return {
    isReachable() {
      if (!last || Date.now() - last.at > KEPT_MS) last = { at: Date.now(), answer: ask(clerkUrl) };
      return last.answer;
    },
    forget() {
      last = undefined;
    },
  };
}

async function ask(clerkUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${clerkUrl}/.well-known/jwks.json`, {
      headers: { "user-agent": "target-app" },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    return response.status < 500 && response.status !== 429;
  } catch {
    return false;
  }
}
