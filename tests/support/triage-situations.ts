import { forgetOverrides, heldOverride, verdict } from "./overrides";
import { ownerOf } from "./owner";
import { lookedLongAgo, turnThatOpens } from "./samples";
import type { Cast, Situation } from "./situations";

type Named = "probe.now" | "probe.roll-up" | "probe.sample" | "triage.clear-override" | "triage.override";

/** Moments in which what the probes see, and what people say of it, is acted upon. */
export const triageSituations: Record<Named, (cast: Cast) => Promise<Situation>> = {
  "probe.now": async ({ people, own }) => {
    await lookedLongAgo(ownerOf(own));
    return { person: people.responder, input: {} };
  },

  "probe.roll-up": async () => ({ person: null, input: {} }),

  "probe.sample": async ({ own }) => ({ person: null, input: await turnThatOpens(ownerOf(own)) }),

  "triage.clear-override": async ({ people, own }) => {
    await heldOverride(ownerOf(own), people.admin.email);
    return { person: people.manager, input: {} };
  },

  "triage.override": async ({ people, own }) => {
    await forgetOverrides(ownerOf(own));
    return { person: people.manager, input: verdict };
  },
};
