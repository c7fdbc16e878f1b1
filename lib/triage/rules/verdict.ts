import { type Category, type Confidence, kindOf, type Severity, severities } from "../shapes";
import { type Condition, essential, type Rule, rules } from "./categories";
import type { Settled } from "./settle";
import { type Suspected, suspectedDeploys } from "./suspected-deploy";

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
  suspected: readonly Blamed[];
};

/** A suspected deploy, and how grave what it broke is; `none` where what fails has another reason of its own. */
export type Blamed = Suspected & { severity: Severity };

export const remedies: Partial<Record<Category, readonly string[]>> = {
  key_compromise: ["key.compromise"],
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
  const suspected = suspectedDeploys(states, nowMs);
  const found = rules.flatMap((rule) => findingOf(rule, states, suspected) ?? []);
  const [gravest, ...also] = found.toSorted(
    (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
  );
  const unseen = essential.filter(
    (kind) => !states.some(({ probe, status }) => probe === kind && status !== "unknown"),
  );
  const blamed = { suspected: suspected.map((each) => ({ ...each, severity: blameOf(each, found) })) };
  if (gravest)
    return {
      ...gravest,
      ...blamed,
      confidence: confidenceOf(gravest),
      also,
      recommended: remedies[gravest.category] ?? [],
    };
  const nothing = { for: [], against: unseen, forMs: 0, also: [], recommended: [], ...blamed };
  return unseen.length > 0
    ? { ...nothing, category: "unknown", severity: "none", confidence: "low" }
    : { ...nothing, category: "healthy", severity: "none", confidence: "high" };
}

const blameOf = ({ probe }: Suspected, found: readonly Finding[]): Severity =>
  found.find((each) => each.category === "bad_deploy" && each.for.includes(probe))?.severity ?? "none";

/** Two that say the same and none that doesn't are sure; where more speak against it than for it, somebody should look. */
function confidenceOf({ for: speakFor, against }: Finding): Confidence {
  if (against.length >= speakFor.length && against.length > 0) return speakFor.length > 1 ? "medium" : "low";
  return speakFor.length > 1 ? "high" : "medium";
}

function findingOf(rule: Rule, states: readonly Settled[], suspected: readonly Suspected[]): Finding | null {
  const { category, severity, when, unless = [], against = [], deploy } = rule;
  const isSuspected = (probe: string): boolean => suspected.some((each) => each.probe === probe);
  if (deploy === "excused" && isSuspected("idp_up")) return null;
  const speakFor = states
    .filter((state) => when.some((condition) => holds(condition, state)))
    .filter(({ probe }) => deploy !== "suspected" || isSuspected(probe));
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
