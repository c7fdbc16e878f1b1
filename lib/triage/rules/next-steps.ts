import { type Category, kindOf, type Triage } from "../shapes";
import { isSecretKey, keyHref, reportedKey } from "./leaked-key";

/** An app or a relying party that a step may lead to. */
export type Named = { id: string; name: string };

export const stepNames = [
  "retry_dead",
  "look_at_receiver",
  "tell_owners",
  "check_bypass",
  "call_vendor",
  "roll_back",
  "look_at_app",
  "compare_credential",
  "replace_key",
  "ask_again",
  "find_person",
] as const;
export type StepName = (typeof stepNames)[number];

/** Something to do next: `href` is where it is done; `operation` is the act that waits there, where it is one of ours. */
export type Step = {
  step: StepName;
  href: string;
  operation?: string;
  /** What it is about, by name. */
  name?: string;
  deploy?: string;
  lastGreen?: string;
};

export const restraints = [
  "revoke_sessions",
  "roll_back",
  "replay_all",
  "rotate_keys",
  "retry_dead",
  "wait_for_proof",
] as const;
export type Restraint = (typeof restraints)[number];

const stepsOf: Record<Category, readonly StepName[]> = {
  healthy: [],
  unknown: ["ask_again", "call_vendor"],
  identity_provider_down: ["call_vendor", "tell_owners"],
  clerk_outage: ["call_vendor", "tell_owners", "check_bypass"],
  key_compromise: ["replace_key", "tell_owners"],
  middleware_failure: ["look_at_app", "call_vendor", "tell_owners"],
  session_issues: ["look_at_app", "tell_owners"],
  webhook_backlog: ["look_at_receiver", "retry_dead"],
  bad_deploy: ["roll_back", "tell_owners"],
  config_error: ["compare_credential", "call_vendor"],
  jwks_kid: ["look_at_receiver", "call_vendor", "retry_dead"],
  relying_party_down: ["look_at_receiver", "retry_dead"],
  identity_merge: ["find_person", "tell_owners"],
  one_person: ["find_person"],
};

const restraintsOf: Partial<Record<Category, readonly Restraint[]>> = {
  identity_provider_down: ["retry_dead", "roll_back", "rotate_keys"],
  clerk_outage: ["revoke_sessions", "roll_back"],
  key_compromise: ["wait_for_proof"],
  middleware_failure: ["revoke_sessions", "rotate_keys"],
  session_issues: ["revoke_sessions"],
  webhook_backlog: ["replay_all"],
  bad_deploy: ["rotate_keys"],
  config_error: ["roll_back"],
  jwks_kid: ["rotate_keys", "replay_all"],
  relying_party_down: ["replay_all"],
};

type World = {
  triage: Pick<Triage, "category" | "for" | "evidence" | "suspectedDeploy">;
  apps: readonly Named[];
  relyingParties: readonly Named[];
};

/**
 * What the runbooks would do next, each with the page on which it is done.
 * @source the runbooks' steps for each row of their triage tables
 */
export function nextSteps(world: World): Step[] {
  return stepsOf[world.triage.category].flatMap((step) => placed(step, world));
}

function placed(step: StepName, world: World): Step[] {
  const { triage } = world;
  switch (step) {
    case "retry_dead":
      return [retryDead(world)];
    case "look_at_receiver":
      return failingParties(world).map(({ id, name }) => ({ step, name, href: `/relying-parties/${id}` }));
    case "look_at_app":
      return failingApps(world).map(({ id, name }) => ({ step, name, href: `/settings/apps/${id}` }));
    case "roll_back":
      return triage.suspectedDeploy === null
        ? []
        : [{ step, href: "/deploys", deploy: triage.suspectedDeploy, lastGreen: lastGreen(triage) }];
    case "replace_key":
      return [replaceKey(triage)];
    case "find_person":
      return [{ step, href: personOf(triage) }];
    default:
      return [{ step, href: placeOf[step] }];
  }
}

const placeOf: Record<
  Exclude<StepName, "retry_dead" | "look_at_receiver" | "look_at_app" | "roll_back" | "find_person" | "replace_key">,
  string
> = {
  tell_owners: "/settings/contacts",
  check_bypass: "/bypass",
  call_vendor: "/console-lost",
  compare_credential: "/settings/apps",
  ask_again: "/record",
};

function retryDead(world: World): Step {
  const [only, ...others] = failingParties(world);
  const filter = only && others.length === 0 ? `?app=${only.id}` : "";
  return { step: "retry_dead", operation: "delivery.retry", href: `/deliveries${filter}` };
}

/** Whoever a report is about, found by what it calls them. */
function personOf({ evidence }: World["triage"]): string {
  const subject = evidence.find(({ probe }) => probe === "signal/one_person")?.value?.subject;
  return typeof subject === "string" && subject !== "" ? `/people?q=${encodeURIComponent(subject)}` : "/people";
}

function replaceKey({ evidence }: World["triage"]): Step {
  const key = reportedKey(evidence);
  const operation = key !== null && isSecretKey(key) ? "clerk-key.replace" : "key.compromise";
  return { step: "replace_key", operation, href: keyHref(key) };
}

/** More would be a list, and the page has one. */
const mostNamed = 2;

/** Those that take less than they should, and which the check names. */
function failingParties({ triage, relyingParties }: World): Named[] {
  const value = triage.evidence.find(({ probe }) => probe === "relying_parties")?.value ?? {};
  const ids = Object.values(value).flatMap((each) => (Array.isArray(each) ? each : []));
  return relyingParties.filter(({ id }) => ids.includes(id)).slice(0, mostNamed);
}

function failingApps({ triage, apps }: World): Named[] {
  const failing = triage.for.filter((probe) => kindOf(probe) === "app");
  return apps.filter(({ id }) => failing.includes(`app/${id}`)).slice(0, mostNamed);
}

function lastGreen({ evidence, suspectedDeploy }: World["triage"]): string | undefined {
  const host = evidence.find(({ value }) => value?.deploy === suspectedDeploy);
  return typeof host?.value?.lastGreen === "string" ? host.value.lastGreen : undefined;
}

/** What looks near and would make it worse. A rollback is spoken against only where no deploy is suspected. */
export function notNow({ category, suspectedDeploy }: Pick<Triage, "category" | "suspectedDeploy">): Restraint[] {
  return (restraintsOf[category] ?? []).filter((each) => each !== "roll_back" || suspectedDeploy === null);
}
