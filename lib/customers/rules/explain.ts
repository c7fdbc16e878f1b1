import {
  type CanonicalChain,
  type Cause,
  type Conclusion,
  type Customer,
  type CustomerAtClerk,
  causes,
  type Explanation,
  type Part,
  type PartName,
  type PartTrouble,
  partNames,
} from "../shapes";

/** All that is known of somebody, part by part. */
export type PersonFacts = Pick<Customer, "clerk" | "sessions" | "identity"> & {
  chain: Part<CanonicalChain>;
  deadEvents: Part<number>;
};

/** Enough by itself to turn somebody away; the others are felt at some relying parties, or only by some. */
const certain: ReadonlySet<Cause> = new Set<Cause>([
  "not_at_clerk",
  "deprovisioned",
  "banned",
  "locked",
  "no_verified_address",
  "not_at_identity_provider",
  "canonical_cycle",
]);

/** A refusal, a limit or a certificate may be about us; these are about everybody. */
const silent: ReadonlySet<PartTrouble> = new Set<PartTrouble>(["unreachable", "timed_out", "unexpected_answer"]);

/** How long a new user may take from Clerk to the identity provider. @source design: triage, the limit of the probe of user sync */
const syncLimitSeconds = 120;

/** Why somebody cannot sign in, by what Clerk and the identity provider say of them. @param now instant of reading */
export function explain(facts: PersonFacts, now: Date): Explanation {
  const found = new Set([...atClerk(facts.clerk), ...atIdentityProvider(facts, now), ...byDeliveries(facts)]);
  const told = causes.filter((cause) => found.has(cause));
  const missing = missingOf(facts);
  return { conclusion: concluded(facts, told, missing), causes: told, missing };
}

function concluded({ clerk }: PersonFacts, told: readonly Cause[], missing: readonly PartName[]): Conclusion {
  if (told.some((cause) => certain.has(cause))) return "explained";
  if (!clerk.ok && silent.has(clerk.trouble)) return "clerk_down";
  if (told.length > 0) return "possible";
  return missing.length > 0 ? "partial" : "nothing_found";
}

function atClerk(clerk: PersonFacts["clerk"]): Cause[] {
  if (!clerk.ok) return [];
  if (clerk.value === null) return ["not_at_clerk"];
  const { deprovisioned, banned, locked, emails, phones, connections, passkeys } = clerk.value;
  const reachable = [...emails, ...phones].some(({ verified }) => verified) || connections + passkeys > 0;
  return [
    ...(deprovisioned ? (["deprovisioned"] as const) : []),
    ...(banned ? (["banned"] as const) : []),
    ...(locked ? (["locked"] as const) : []),
    ...(reachable ? [] : (["no_verified_address"] as const)),
  ];
}

function atIdentityProvider({ clerk, identity, chain }: PersonFacts, now: Date): Cause[] {
  if (!identity.ok) return [];
  if (identity.value === null) return clerk.ok && clerk.value !== null ? [missingThere(clerk.value, now)] : [];
  if (!chain.ok || chain.value.trouble === null) return [];
  const { trouble } = chain.value;
  return [trouble === "two_canonicals" ? "canonical_two" : (`canonical_${trouble}` as const)];
}

function missingThere({ createdAt }: CustomerAtClerk, now: Date): Cause {
  const isNew = createdAt !== null && now.getTime() - Date.parse(createdAt) < syncLimitSeconds * 1_000;
  return isNew ? "not_yet_at_identity_provider" : "not_at_identity_provider";
}

const byDeliveries = ({ deadEvents }: PersonFacts): Cause[] =>
  deadEvents.ok && deadEvents.value > 0 ? ["events_dead"] : [];

function missingOf({ clerk, sessions, identity, chain, deadEvents }: PersonFacts): PartName[] {
  const read: Record<PartName, boolean> = {
    clerk: clerk.ok,
    sessions: sessions.ok,
    identity: identity.ok,
    links: chain.ok,
    deliveries: deadEvents.ok,
  };
  return partNames.filter((name) => !read[name]);
}
