import { clip, inert } from "@/lib/core/text";
import type { RaisedSignal, SignalKind } from "@/lib/signals/shapes";
import type { ProbeStatus } from "../shapes";
import type { Settled } from "./settle";

/** A leak and an intruder are as bad as a neighbour that is down. */
const statusOf: Record<SignalKind, ProbeStatus> = {
  leaked_key: "down",
  unauthorised_access: "down",
  one_person: "degraded",
  error_burst: "degraded",
};

/** As long as what a probe may measure. */
const told = (text: string): string => inert(clip(text, 79));

/**
 * What stands reported, as evidence: of each kind one state, in the words of the newest report. A report is believed at once, since it is
 * no look that may have been an accident.
 * @param raised newest first
 */
export function signalStates(raised: readonly RaisedSignal[]): Settled[] {
  return [...Map.groupBy(raised, ({ kind }) => kind)].map(([kind, signals]) => ({
    probe: `signal/${kind}`,
    status: statusOf[kind],
    detail: kind,
    latencyMs: null,
    value: valueOf(signals),
    ageMs: Math.min(...signals.map(({ heardMs }) => heardMs)),
    forMs: Math.max(...signals.map(({ raisedMs }) => raisedMs)),
  }));
}

function valueOf(signals: readonly RaisedSignal[]): Settled["value"] {
  const [newest] = signals;
  if (!newest) return null;
  const { source, subject, reference, note } = newest;
  return {
    count: signals.length,
    source,
    subject: told(subject),
    reference: told(reference),
    note: told(note),
  };
}
