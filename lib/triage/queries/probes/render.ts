import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { readServiceState, type ServiceState } from "@/lib/connectors/render/service-state";
import { judgeService } from "../../rules/judge-service";
import { servingDeploys } from "../../rules/serving-deploys";
import type { Measured, Reading } from "../../shapes";
import { deadlineMs, hearsay, look } from "./look";

/** What the host knows of everything that runs there. When the host can't be asked, nothing is known, and nothing is worse for it. */
export async function probeRender(actor: SystemActor): Promise<Reading[]> {
  const apps = (await listApps(actor)).flatMap(({ id, role, renderServiceId }) =>
    renderServiceId ? [{ id, role, renderServiceId }] : [],
  );
  return Promise.all(apps.map(probeService));
}

type Hosted = { id: string; role: string; renderServiceId: string };

async function probeService({ id, role, renderServiceId }: Hosted): Promise<Reading> {
  const seen = await look(
    `render/${id}`,
    () => readServiceState(renderServiceId, deadlineMs),
    (state) => ({ ...judgeService(state), value: { role, ...measuredOf(state) } }),
  );
  return hearsay(seen);
}

function measuredOf({ deploys, p95Ms, errorShare }: ServiceState): Measured {
  const { live, lastGreen } = servingDeploys(deploys);
  const p95 = p95Ms.at(-1);
  return {
    deploy: live?.id ?? null,
    deployedAt: live?.finishedAt?.toISOString() ?? null,
    lastGreen: lastGreen?.id ?? null,
    ...newestOf(deploys),
    p95Ms: p95 === undefined ? null : Math.round(p95),
    errorShare: errorShare === null ? null : Number(errorShare.toFixed(4)),
  };
}

/** What was deployed last, whatever became of it. */
const newestOf = ([newest]: ServiceState["deploys"]): Measured => ({
  newestDeploy: newest?.id ?? null,
  newestStatus: newest?.status.slice(0, 40) ?? null,
  newestAt: newest?.createdAt?.toISOString() ?? null,
});
