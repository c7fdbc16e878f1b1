import { z } from "zod";
import { isStorable } from "@/lib/core/text";
import { reasonText } from "@/lib/requests/shapes";

/** What can be reported. Public: they stand in the API, and each is the probe `signal/KIND` of triage. */
export const signalKinds = ["leaked_key", "unauthorised_access", "one_person", "error_burst"] as const;
export type SignalKind = (typeof signalKinds)[number];

/** A raised signal that nobody raises again is believed for so long, by database time. */
export const fadesAfterHours = 24;

/** So many may stand raised at once in one person's name: a reporter gone wild fills nothing. */
export const raisedLimit = 100;

/** A reporter's clock may be ahead of the database's by so much. */
export const aheadLimitMinutes = 5;

/** Longer notes are cut: a report is not lost because somebody was wordy. */
export const noteLimit = 1_000;

const named = (limit: number) => z.string().trim().min(1).max(limit).refine(isStorable);

/** The reporter's own name for the thing. Source and reference together are what a repeated report is known by. */
export const signalReport = z.strictObject({
  kind: z.enum(signalKinds),
  source: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/),
  reference: named(120),
  /** Which key, person or app: an id or a fingerprint, never a secret itself. */
  subject: named(120),
  note: z.string().refine(isStorable).default(""),
  observedAt: z.iso.datetime({ offset: true }),
});
export type SignalReport = z.output<typeof signalReport>;

export const clearing = z.strictObject({ id: z.uuid(), reason: reasonText.pipe(z.string().min(3)) });

export const signalStates = ["raised", "cleared"] as const;
export type SignalState = (typeof signalStates)[number];

/** A signal that stands. Texts of the reporter are shown inert. Instants are ISO texts by the database's clock. */
export type RaisedSignal = {
  id: string;
  kind: SignalKind;
  source: string;
  reference: string;
  subject: string;
  note: string;
  /** In whose name it was reported. */
  reportedBy: string;
  raisedAt: string;
  heardAt: string;
  fadesAt: string;
  /** Since it was raised, and since it was heard last. */
  raisedMs: number;
  heardMs: number;
};
