import type { ClerkInstance } from "../instance";

/** Ends every n-th active session, as a bug or a hasty script does. @returns a function that makes those active again */
export function endSessions({ store }: ClerkInstance, everyNth: number): () => void {
  const active = [...store.sessions.values()].filter(({ status }) => status === "active");
  const ended = active
    .filter((_, place) => place % everyNth === 0)
    .map((session) => ({ session, was: { ...session } }));
  for (const { session } of ended) Object.assign(session, { status: "ended", updatedAt: Date.now() });
  return () => {
    // Whatever happened to one of them since then stays.
    for (const { session, was } of ended) if (session.status === "ended") Object.assign(session, was);
  };
}
