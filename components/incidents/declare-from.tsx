import { type Judged, prefillOf } from "@/lib/incidents/rules/prefill";
import { DeclareIncident } from "./declare-sheet";

/** The way to declare an incident from a page that knows what the checks say, and shows something else. */
export function DeclareFrom({ triage }: { triage: Judged }) {
  return <DeclareIncident prefill={prefillOf(triage)} variant="primary" />;
}
