import type { OperationName } from "@/lib/access/policy";
import type { Role } from "@/lib/access/roles";
import { playedBy } from "./cast";
import { anIncident, openIncident } from "./incidents";
import { postedNotice, waitingNotice } from "./notices";
import { forgetOverrides, heldOverride, verdict } from "./overrides";
import type { Query } from "./reviews";
import { aReport, keptSignal } from "./signals";

type Named = Extract<
  OperationName,
  `incident.${string}` | `notice.${string}` | `signal.${string}` | `triage.${string}`
>;

/** Inputs that would do, for what is told: incidents, notices, signals and verdicts. */
export const toldInputs = (query: Query): Record<Named, (role: Role) => unknown> => ({
  "incident.annotate": () => openIncident(query).then((number) => ({ number, text: "Seen." })),
  "incident.declare": anIncident,
  "incident.resolve": () => openIncident(query).then((number) => ({ number, summary: "It is over." })),
  "incident.watch": () => ({}),
  "notice.dispatch": () => ({}),
  "notice.read": async (role) => ({ ids: [await postedNotice(query, { roles: [role] })] }),
  "notice.replay": async () => ({ ids: [await waitingNotice(query, { channel: "webhook", state: "dead" })] }),
  "notice.send": () => ({ deliveryId: crypto.randomUUID(), lease: crypto.randomUUID(), result: { state: "sent" } }),
  "signal.clear": () =>
    keptSignal(query, { email: playedBy.responder }).then((id) => ({ id, reason: "It was revoked." })),
  "signal.raise": () => aReport(),
  "signal.withdraw": async (role) => {
    const report = aReport();
    await keptSignal(query, { email: playedBy[role], reference: report.reference });
    return { ...report, observedAt: new Date(Date.now() + 1_000).toISOString() };
  },
  "triage.clear-override": () => heldOverride(query, "ari@ops.example").then(() => ({})),
  "triage.override": () => forgetOverrides(query).then(() => verdict),
});
