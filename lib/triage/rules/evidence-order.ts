import { kindOf, type ProbeKind } from "../shapes";

/** Where each check stands, whatever it says: what is bad is found by its weight, never by a new place. */
const order: readonly ProbeKind[] = [
  "clerk_api",
  "clerk_frontend",
  "clerk_status_page",
  "app",
  "idp_up",
  "idp_token",
  "idp_jwks",
  "idp_database",
  "render",
  "outbox",
  "relying_parties",
  "user_sync",
  "identity_links",
  "console_clerk",
  "console_database",
  "worker",
  "clock",
  "signal",
];

/** What was seen, in the order of the page. A kind that has no place yet stands last. */
export function inOrder<T extends { probe: string }>(evidence: readonly T[]): T[] {
  const place = ({ probe }: T): number => {
    const found = order.indexOf(kindOf(probe) ?? ("" as ProbeKind));
    return found === -1 ? order.length : found;
  };
  return evidence.toSorted((one, other) => place(one) - place(other) || one.probe.localeCompare(other.probe));
}
