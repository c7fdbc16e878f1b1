import { type Category, type Confidence, kindOf, type Severity, severities } from "../shapes";
import { type Condition, essential, type Rule, rules } from "./categories";
import type { Settled } from "./settle";
import { type Suspected, suspectedDeploy } from "./suspected-deploy";

export type Finding = {
  category: Category;
  severity: Severity;
  /** Probes that say so, and probes that speak against it. */
  for: readonly string[];
  against: readonly string[];
  /** How long ago the first of them saw it. */
  forMs: number;
};

export type Verdict = Finding & {
  confidence: Confidence;
  /** What else is wrong, the gravest first. */
  also: readonly Finding[];
  /** Operations by which something can be done about it here. */
  recommended: readonly string[];
};

export const remedies: Partial<Record<Category, readonly string[]>> = {
  bad_deploy: ["deploy.rollback-emergency", "deploy.rollback"],
  webhook_backlog: ["delivery.retry"],
  relying_party_down: ["delivery.retry"],
  jwks_kid: ["delivery.retry"],
};

/**
 * What is wrong, how badly, and how sure that is. Where what matters can't be seen, nothing is called healthy.
 * @param nowMs by the clock that the states' ages were counted by
 */
export function verdictOf(states: readonly Settled[], nowMs: number): Verdict {
  const suspected = suspectedDeploy(states, nowMs);
  const found = rules.flatMap((rule) => findingOf(rule, states, suspected) ?? []);
  const [gravest, ...also] = found.toSorted(
    (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
  );
  const unseen = essential.filter(
    (kind) => !states.some(({ probe, status }) => probe === kind && status !== "unknown"),
  );
  if (gravest)
    return { ...gravest, confidence: confidenceOf(gravest), also, recommended: remedies[gravest.category] ?? [] };
  const category = unseen.length > 0 ? "unknown" : "healthy";
  const confidence = unseen.length > 0 ? "low" : "high";
  return { category, severity: "none", for: [], against: unseen, forMs: 0, confidence, also: [], recommended: [] };
}

/** Two that say the same and none that doesn't are sure; where more speak against it than for it, somebody should look. */
function confidenceOf({ for: speakFor, against }: Finding): Confidence {
  if (against.length >= speakFor.length && against.length > 0) return speakFor.length > 1 ? "medium" : "low";
  return speakFor.length > 1 ? "high" : "medium";
}

function findingOf(rule: Rule, states: readonly Settled[], suspected: Suspected | null): Finding | null {
  const { category, severity, when, unless = [], against = [], deploy } = rule;
  if (deploy === "excused" && suspected?.probe === "idp_up") return null;
  const speakFor = states
    .filter((state) => when.some((condition) => holds(condition, state)))
    .filter(({ probe }) => deploy !== "suspected" || probe === suspected?.probe);
  if (speakFor.length === 0) return null;
  if (states.some((state) => unless.some((condition) => holds(condition, state)))) return null;
  return {
    category,
    severity,
    for: speakFor.map(({ probe }) => probe),
    against: states.filter((state) => against.some((condition) => holds(condition, state))).map(({ probe }) => probe),
    forMs: Math.max(...speakFor.map(({ forMs }) => forMs)),
  };
}

const holds = ({ probe, is, detail }: Condition, state: Settled): boolean =>
  kindOf(state.probe) === probe && state.status === is && (!detail || detail.includes(state.detail ?? ""));
