import { type ClerkKeyOperation, clerkKeyInputs, dashboardKey, fingerprintOf, oldKeyTold } from "./clerk-keys";
import { committedValue } from "./host";
import { ownerOf } from "./owner";
import type { Cast, Situation } from "./situations";

const made =
  (name: ClerkKeyOperation, confided?: unknown) =>
  async (cast: Cast): Promise<Situation> => {
    const query = ownerOf(cast.own);
    return {
      person: cast.people.admin,
      input: await clerkKeyInputs(query)[name](),
      ...(confided === undefined ? {} : { confided }),
      // Whoever holds the key in one variable more needs it there, too.
      change: async () =>
        void (await query("UPDATE apps SET clerk_secret_keys = clerk_secret_keys || '{ONE_MORE}'", [])),
    };
  };

/** What is asked for with secret keys of the customers' Clerk. */
export const clerkKeySituations: Record<ClerkKeyOperation, (cast: Cast) => Promise<Situation>> = {
  "clerk-key.adopt": async (cast) => {
    const [fresh, situation] = [await dashboardKey(), await made("clerk-key.adopt")(cast)];
    const { commitment, confided } = committedValue(fresh);
    return {
      ...situation,
      input: { ...situation.input, newFingerprint: fingerprintOf(fresh), commitment },
      confided,
    };
  },
  "clerk-key.close": made("clerk-key.close", oldKeyTold.confided),
  "clerk-key.release": made("clerk-key.release"),
  "clerk-key.replace": made("clerk-key.replace"),
  "clerk-key.vouch": made("clerk-key.vouch"),
};
