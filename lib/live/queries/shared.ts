import "server-only";
import type { HumanActor } from "@/lib/access/actor";

/**
 * One answer for everybody who asks within so many milliseconds: in an incident every screen of the house polls the same. Only for
 * what any reader may see alike; each caller is identified before it comes here.
 */
export function shared<T>(forMs: number, read: (actor: HumanActor) => Promise<T>): (actor: HumanActor) => Promise<T> {
  let latest: { at: number; answer: Promise<T> } | null = null;
  return (actor) => {
    const now = performance.now();
    if (latest && now - latest.at < forMs) return latest.answer;
    const asked = { at: now, answer: read(actor) };
    latest = asked;
    // A failure is nobody's answer but the one's who met it.
    asked.answer.catch(() => {
      if (latest === asked) latest = null;
    });
    return asked.answer;
  };
}
