import { type KeyOperation, ringOf, touchKey } from "./keys";
import type { Cast, Situation } from "./situations";
import { provider } from "./task-situations";

/** What is asked for with keys, each with those of a relying party of its own. */
export const keySituations: Record<KeyOperation, (cast: Cast) => Promise<Situation>> = {
  "key.activate": async (cast) => aboutKid(cast, "published"),
  "key.retire": async (cast) => aboutKid(cast, "grace"),

  "key.compromise": async (cast) => {
    await provider(cast);
    const { active } = await ringOf(cast.outbox);
    return {
      person: cast.people.responder,
      input: { kid: active },
      change: () => touchKey(cast.outbox, active),
    };
  },

  "key.publish": async (cast) => {
    await provider(cast);
    const { party, active } = await ringOf(cast.outbox);
    return { person: cast.people.admin, input: { of: party }, change: () => touchKey(cast.outbox, active) };
  },
};

async function aboutKid(cast: Cast, state: "published" | "grace"): Promise<Situation> {
  await provider(cast);
  const { other } = await ringOf(cast.outbox, state);
  return {
    person: cast.people.admin,
    input: { kid: other },
    change: () => touchKey(cast.outbox, other),
  };
}
