import { type Deploy, replacedAt, statusOf } from "../deploy";
import { instant } from "./instant";

const UNBEGUN = new Set(["created", "queued"]);
const ENDS = new Set(["live", "build_failed", "pre_deploy_failed", "update_failed", "canceled"]);

/** A deploy as Render shows it now: whatever has not happened yet is null. */
export function deployJson(deploy: Deploy, deploys: readonly Deploy[], now: number): Record<string, unknown> {
  const steps = deploy.steps.filter(({ at }) => at <= now);
  const startedAt = steps.find(({ status }) => !UNBEGUN.has(status))?.at;
  const finishedAt = steps.find(({ status }) => ENDS.has(status))?.at;
  const replaced = replacedAt(deploy, deploys);
  const lastChange = Math.max(deploy.createdAt, ...steps.map(({ at }) => at));
  return {
    id: deploy.id,
    commit: deploy.commit && {
      id: deploy.commit.id,
      message: deploy.commit.message,
      createdAt: instant(deploy.commit.createdAt),
    },
    status: statusOf(deploy, deploys, now),
    trigger: deploy.trigger,
    createdAt: instant(deploy.createdAt),
    updatedAt: instant(replaced !== undefined && replaced <= now ? replaced : lastChange),
    startedAt: startedAt === undefined ? null : instant(startedAt),
    finishedAt: finishedAt === undefined ? null : instant(finishedAt),
  };
}
