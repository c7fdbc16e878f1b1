import type { ClerkKeyView } from "@/lib/clerk-keys/shapes";
import { type Judged, prefillOfKey } from "@/lib/incidents/rules/prefill";
import { nameOfIncident, type OpenIncident } from "@/lib/incidents/shapes";
import { namedSecretKey } from "@/lib/triage/rules/leaked-key";
import { LiveClerkKey } from "./live-clerk-key";

type Props = { view: ClerkKeyView; admin: boolean; open: OpenIncident | null; triage: Judged };

/** The page of a secret key, with the way to the incident of its leak. @param props.open the one of that kind that is not over */
export function ClerkKey({ view, admin, open, triage }: Props) {
  return (
    <LiveClerkKey
      initial={view}
      admin={admin}
      incident={open && nameOfIncident(open.number)}
      prefill={prefillOfKey(triage, namedSecretKey(view.fingerprint))}
    />
  );
}
