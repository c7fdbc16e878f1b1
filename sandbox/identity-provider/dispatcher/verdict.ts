/** What came back from one attempt; `status` is null when nothing did. */
export type Attempt = { status: number | null; error: string | null };

export type Verdict = { fate: "delivered" } | { fate: "dead" } | { fate: "later"; afterSeconds: number };

const LAST_ATTEMPT = 8;
const FIRST_PAUSE_SECONDS = 15;
const CURABLE = new Set([408, 429]);

/** The dispatcher's rules. @param attempts how many there were, this one included */
export function judge({ status }: Attempt, attempts: number): Verdict {
  if (status !== null && status >= 200 && status < 300) return { fate: "delivered" };
  if (status !== null && status < 500 && !CURABLE.has(status)) return { fate: "dead" };
  if (attempts >= LAST_ATTEMPT) return { fate: "dead" };
  return { fate: "later", afterSeconds: FIRST_PAUSE_SECONDS * 2 ** (attempts - 1) };
}
