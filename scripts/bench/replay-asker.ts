import { mintPerson } from "@/lib/access/actor";
import type { Preview } from "@/lib/operations/define";
import { contextOf } from "@/lib/operations/perform/context";
import { freezeWish } from "@/lib/operations/replays/freeze";

/** One with dead deliveries of which nothing is measured. */
export const warmParty = "57";

/** Whoever asks for what is measured. */
export const asker = (personId: string) =>
  mintPerson({
    kind: "person",
    personId,
    clerkUserId: "user_bench",
    sessionId: "sess_bench",
    name: "Bench",
    email: "bench@example.test",
    roles: ["admin"],
    factor: { secondFactorAgeMinutes: 0, reverification: null, issuesReverification: true },
  });

/** Freezes what is dead of one relying party, or so many of it. */
export async function freeze(
  person: ReturnType<typeof asker>,
  app: string,
  atMost: number | undefined,
): Promise<Preview> {
  const wish = { filter: { app }, ratePerSecond: 1_000, ...(atMost !== undefined && { atMost }) };
  const shown = await freezeWish(contextOf(person, "bench"), wish, null);
  if (!shown.ok) throw new Error(shown.refusal.code);
  return shown.value;
}
