import { forgetOverrides, heldOverride, verdict } from "./overrides";
import { ownerOf } from "./owner";
import { lookedLongAgo, turnThatOpens } from "./samples";
import { aReport, keptSignal } from "./signals";
import type { Cast, Situation } from "./situations";

type Named =
  | "probe.now"
  | "probe.roll-up"
  | "probe.sample"
  | "signal.clear"
  | "signal.raise"
  | "signal.withdraw"
  | "triage.clear-override"
  | "triage.override";

/** Moments in which what the probes see, what others report, and what people say of it, is acted upon. */
export const triageSituations: Record<Named, (cast: Cast) => Promise<Situation>> = {
  "probe.now": async ({ people, own }) => {
    await lookedLongAgo(ownerOf(own));
    return { person: people.responder, input: {} };
  },

  "probe.roll-up": async () => ({ person: null, input: {} }),

  "probe.sample": async ({ own }) => ({ person: null, input: await turnThatOpens(ownerOf(own)) }),

  "signal.clear": async ({ people, own }) => {
    const id = await keptSignal(ownerOf(own), { email: people.admin.email });
    return { person: people.responder, input: { id, reason: "It was revoked by its owner." } };
  },

  "signal.raise": async ({ people }) => ({ person: people.responder, input: aReport() }),

  "signal.withdraw": async ({ people, own }) => {
    const report = aReport();
    await keptSignal(ownerOf(own), { email: people.responder.email, reference: report.reference });
    return { person: people.responder, input: { ...report, observedAt: new Date(Date.now() + 1_000).toISOString() } };
  },

  "triage.clear-override": async ({ people, own }) => {
    await heldOverride(ownerOf(own), people.admin.email);
    return { person: people.manager, input: {} };
  },

  "triage.override": async ({ people, own }) => {
    await forgetOverrides(ownerOf(own));
    return { person: people.manager, input: verdict };
  },
};
