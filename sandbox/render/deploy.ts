import { newId } from "./ids";

/** @source Render API: deploy statuses */
export type DeployStatus =
  | "created"
  | "queued"
  | "build_in_progress"
  | "pre_deploy_in_progress"
  | "update_in_progress"
  | "live"
  | "deactivated"
  | "build_failed"
  | "pre_deploy_failed"
  | "update_failed"
  | "canceled";

export type Trigger =
  | "api"
  | "deploy_hook"
  | "manual"
  | "new_commit"
  | "rollback"
  | "service_resumed"
  | "service_updated";

/** How a deploy ends. */
export type Outcome = "live" | "build_failed" | "pre_deploy_failed" | "update_failed" | "canceled";

/** What a commit does to whoever asks the service. Everything absent: nothing. */
export type Flaw = {
  /** Answered instead of the truth. */
  status?: number;
  /** Added to every answer. */
  latencyMs?: number;
};

export type Commit = { id: string; message: string; createdAt: number; flaw?: Flaw };

/** Instants are milliseconds of the sandbox's clock. */
export type Deploy = {
  id: string;
  commit: Commit | null;
  trigger: Trigger;
  createdAt: number;
  outcome: Outcome;
  /** The build that runs: its own, or that of an earlier deploy. */
  artifact: string;
  /** What it becomes and when, in order; what lies ahead has not happened yet. */
  steps: Step[];
};

type Step = { status: Exclude<DeployStatus, "deactivated">; at: number };

export type DeployOrder = {
  commit: Commit | null;
  trigger?: Trigger;
  outcome?: Outcome;
  createdAt: number;
  /** When the deploy before it ends; until then this one waits. */
  freeAt?: number;
  /** An earlier build, which it takes instead of making one. */
  artifact?: string;
};

const SECOND = 1_000;
const PHASES = [
  { status: "build_in_progress", failure: "build_failed", lastsMs: 45 * SECOND },
  { status: "pre_deploy_in_progress", failure: "pre_deploy_failed", lastsMs: 8 * SECOND },
  { status: "update_in_progress", failure: "update_failed", lastsMs: 20 * SECOND },
] as const;
const CREATED_MS = 2 * SECOND;

/** How long an undisturbed deploy takes until it is live. */
export const DEPLOY_MS = PHASES.reduce((sum, { lastsMs }) => sum + lastsMs, CREATED_MS);

/** How long one takes that need not build. */
export const REDEPLOY_MS = DEPLOY_MS - PHASES[0].lastsMs;

/** How long instances are replaced for, one after another. */
export const UPDATE_MS = PHASES[2].lastsMs;

/** Plans a deploy from its creation to its end. */
export function planDeploy({ trigger = "new_commit", outcome = "live", artifact, ...order }: DeployOrder): Deploy {
  const { commit, createdAt, freeAt = 0 } = order;
  const id = newId("dep");
  // Whoever builds nothing cannot fail to build.
  const ends = artifact !== undefined && outcome === "build_failed" ? "update_failed" : outcome;
  const deploy = { id, commit, trigger, createdAt, outcome: ends, artifact: artifact ?? id };
  return { ...deploy, steps: planSteps(deploy, freeAt) };
}

function planSteps({ id, createdAt, outcome, artifact }: Omit<Deploy, "steps">, freeAt: number): Step[] {
  const steps: Step[] = [{ status: "created", at: createdAt }];
  if (freeAt > createdAt) steps.push({ status: "queued", at: createdAt });
  let at = Math.max(createdAt, freeAt) + CREATED_MS;
  for (const { status, failure, lastsMs } of artifact === id ? PHASES : PHASES.slice(1)) {
    steps.push({ status, at });
    if (outcome === "canceled") return [...steps, { status: "canceled", at: at + lastsMs / 2 }];
    at += lastsMs;
    if (outcome === failure) return [...steps, { status: failure, at }];
  }
  return [...steps, { status: "live", at }];
}

/** Ends a deploy now. Whoever waited for it moves up. */
export function cancelDeploy(deploys: readonly Deploy[], deploy: Deploy, now: number): void {
  deploy.outcome = "canceled";
  deploy.steps = [...deploy.steps.filter(({ at }) => at <= now), { status: "canceled", at: now }];
  for (const [place, each] of deploys.entries()) {
    if (startOf(each) <= now) continue;
    each.steps = planSteps(each, Math.max(now, ...deploys.slice(0, place).map(endOf)));
  }
}

/** When it begins to do something. */
export function startOf({ steps, createdAt }: Deploy): number {
  return steps.find(({ status }) => status !== "created" && status !== "queued")?.at ?? createdAt;
}

/** When it ends, one way or another. */
export const endOf = (deploy: Deploy): number => deploy.steps.at(-1)?.at ?? deploy.createdAt;

/** When it began to serve; undefined when it never will. */
export const liveAt = (deploy: Deploy): number | undefined => deploy.steps.find(({ status }) => status === "live")?.at;

/** The deploy that serves at an instant: the one that went live last. */
export function liveDeploy(deploys: readonly Deploy[], at: number): Deploy | undefined {
  return deploys
    .filter((deploy) => (liveAt(deploy) ?? Number.POSITIVE_INFINITY) <= at)
    .toSorted((a, b) => (liveAt(a) ?? 0) - (liveAt(b) ?? 0))
    .at(-1);
}

export function statusOf(deploy: Deploy, deploys: readonly Deploy[], now: number): DeployStatus {
  const status = deploy.steps.findLast(({ at }) => at <= now)?.status ?? "created";
  return status === "live" && liveDeploy(deploys, now) !== deploy ? "deactivated" : status;
}

/** When the deploy that came after this one took its place. */
export function replacedAt(deploy: Deploy, deploys: readonly Deploy[]): number | undefined {
  const own = liveAt(deploy);
  if (own === undefined) return undefined;
  const later = deploys.map(liveAt).filter((at): at is number => at !== undefined && at > own);
  return later.length > 0 ? Math.min(...later) : undefined;
}
