import type { HostedDeploy } from "@/lib/connectors/render/deploys";
import type { HostedInstance, HostedService } from "@/lib/connectors/render/hosted-services";
import type { RefusalCode } from "@/lib/core/errors";
import { deployStatuses, type FollowAim, type FollowSeen, type FollowState } from "../shapes";
import { isUnderWay } from "./under-way";

/** A change on its way, as it was kept. */
export type Followed = {
  aim: FollowAim;
  knownDeploys: readonly string[];
  knownInstances: readonly string[];
  trigger: string | null;
  commit: string | null;
  deployId: string | null;
  state: FollowState;
  ageSeconds: number;
  /** Since something of it changed last. */
  unchangedSeconds: number;
};

/** What the host says now; absent is what was not asked. */
export type Seen = { deploy?: HostedDeploy | null; instances?: readonly HostedInstance[]; service?: HostedService };

/** Longer than any build may take here; then nobody waits for it any more. */
const watchedForSeconds = 3_600;
/** Instances that have not come by then do not come by themselves. */
const convergesWithinSeconds = 600;

const goals: Record<FollowAim, readonly FollowState[]> = {
  // What was live and has been replaced since was live.
  deploy: ["live", "deactivated"],
  converged: ["converged"],
  replaced: ["replaced"],
  suspended: ["suspended"],
  running: ["running"],
  canceled: ["canceled"],
};
const failures: readonly FollowState[] = [
  "build_failed",
  "pre_deploy_failed",
  "update_failed",
  "not_converged",
  "refused",
];

/** Whether it came to what was asked for. */
export const isReached = (aim: FollowAim, state: FollowState): boolean => goals[aim].includes(state);

/** Whether nothing more is to be seen of it. */
export const isOver = (aim: FollowAim, state: FollowState): boolean =>
  isReached(aim, state) ||
  failures.includes(state) ||
  ["lost", "canceled"].includes(state) ||
  (aim === "canceled" && ["live", "deactivated"].includes(state));

/** What its request fails with. */
export function failureOf(state: FollowState): RefusalCode {
  if (state === "canceled") return "deploy_canceled";
  if (state === "not_converged") return "not_converged";
  return state === "live" || state === "deactivated" ? "deploy_ended" : "deploy_failed";
}

/**
 * The deploy that came of a call: the one that is known by its id, else one that was not listed before the call and looks like ours.
 * It does not go by clocks: the host has its own.
 */
export function deployOf(
  { deployId, knownDeploys, trigger, commit }: Pick<Followed, "deployId" | "knownDeploys" | "trigger" | "commit">,
  listed: readonly HostedDeploy[],
): HostedDeploy | null {
  if (deployId !== null) return listed.find(({ id }) => id === deployId) ?? null;
  const ours = listed.filter(
    (deploy) =>
      !knownDeploys.includes(deploy.id) && deploy.trigger === trigger && (commit === null || deploy.commit === commit), // guard: own-deploy
  );
  return ours.at(-1) ?? null;
}

/** Where a followed change is, from what the host says now. */
export function followOf(followed: Followed, seen: Seen): FollowSeen {
  const found = stateOf(followed, seen);
  const state = isOver(followed.aim, found.state) ? found.state : outOfTime(followed, found.state);
  return { ...found, deployId: seen.deploy?.id ?? followed.deployId, state };
}

type Found = Pick<FollowSeen, "state" | "instances" | "renewed">;

function stateOf({ aim, knownInstances, state: before }: Followed, { deploy, instances, service }: Seen): Found {
  const nothing = { instances: null, renewed: null };
  if (aim === "suspended" || aim === "running") {
    const reached = service !== undefined && service.suspended === (aim === "suspended");
    const onTheWay = before === "asked" ? "asked" : aim === "suspended" ? "suspending" : "resuming";
    return { ...nothing, state: reached ? aim : onTheWay };
  }
  if (aim === "replaced")
    return { ...renewal(instances, knownInstances, before === "asked" ? "asked" : "restarting", "replaced") };
  if (!deploy) return { ...nothing, state: before };
  const status = wordOf(deploy.status);
  if (aim === "converged" && (status === "live" || status === "deactivated"))
    return renewal(instances, knownInstances, "converging", "converged");
  return { ...nothing, state: aim === "canceled" && before === "asked" && isUnderWay(status) ? "asked" : status };
}

/** How many of the instances are none of those that ran before. */
function renewal(
  instances: readonly HostedInstance[] | undefined,
  known: readonly string[],
  onTheWay: FollowState,
  done: FollowState,
): Found {
  if (!instances) return { state: onTheWay, instances: null, renewed: null };
  const renewed = instances.filter(({ id }) => !known.includes(id)).length;
  const all = instances.length > 0 && renewed === instances.length;
  const state = all ? done : renewed > 0 && onTheWay === "asked" ? "restarting" : onTheWay;
  return { state, instances: instances.length, renewed };
}

function outOfTime({ ageSeconds, unchangedSeconds }: Followed, state: FollowState): FollowState {
  const stuck = ["converging", "restarting", "suspending", "resuming"].includes(state);
  if (stuck && unchangedSeconds > convergesWithinSeconds) return "not_converged";
  return ageSeconds > watchedForSeconds ? "lost" : state;
}

const wordOf = (status: string): FollowState => deployStatuses.find((each) => each === status) ?? "unknown";
