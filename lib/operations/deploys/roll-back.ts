import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { rollBackTo } from "@/lib/connectors/render/deploys";
import { listInstances, readHostedService, setAutoDeploy } from "@/lib/connectors/render/hosted-services";
import type { Json } from "@/lib/core/canonical";
import { consoleDb } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findHosted, type Hosted, told } from "@/lib/deploys/queries/find-hosted";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { isUnderWay } from "@/lib/deploys/rules/under-way";
import { deployId } from "@/lib/deploys/shapes";
import { keepPause } from "@/lib/deploys/writes/pause";
import { postNotice } from "@/lib/notices/writes/post-notice";
import type { StoredRequest } from "@/lib/requests/shapes";
import { type Context, type Outcome, type Phrase, type Preview, settingsBlast } from "../define";
import { askHost, taken } from "./ask-host";
import { pauseKey, settlePauses } from "./settle-pauses";

export const rollbackInput = z.strictObject({ app: appId });

const target = z.strictObject({
  app: appId,
  serviceId: z.string(),
  liveId: deployId,
  targetId: deployId,
  commit: z.string(),
  known: z.array(z.string()),
});

/** Rollbacks of two risks are one act: this is what both show. */
export async function previewRollback({ actor }: Context, { app }: { app: string }): Promise<Result<Preview>> {
  const found = await findHosted(actor, app);
  if (!found.ok) return found;
  const hosted = found.value;
  const { serviceId, service, deploys, live, lastGreen } = hosted;
  if (service.suspended) return refuse("service_suspended", { app: hosted.app.name });
  if (!live || !lastGreen || lastGreen.commit === null) return refuse("no_last_green", { app: hosted.app.name });
  const under = deploys.find(({ status }) => isUnderWay(status));
  if (under?.trigger === "rollback" && under.commit === lastGreen.commit) return refuse("rollback_under_way"); // guard: second-rollback
  const frozen = { app, serviceId, liveId: live.id, targetId: lastGreen.id, commit: lastGreen.commit };
  return ok({
    subject: `${hosted.app.name}: ${short(live.commit)} → ${short(lastGreen.commit)}`,
    blast: settingsBlast,
    lines: linesOf(hosted),
    warnings: [
      { key: "deploys.rollback.notMigrations" },
      { key: "deploys.rollback.notEnv" },
      ...(under ? [{ key: "deploys.rollback.underWay", values: { deploy: under.id } }] : []),
    ],
    reversible: true,
    fingerprint: `${live.id} ${lastGreen.id}`,
    target: { ...frozen, known: deploys.map(({ id }) => id) },
  });
}

function linesOf({ app, live, lastGreen, service }: Hosted): Phrase[] {
  const from = { commit: short(live?.commit), deploy: live?.id ?? "" };
  const to = { commit: short(lastGreen?.commit), deploy: lastGreen?.id ?? "" };
  return [
    { key: "deploys.rollback.replaces", values: { app: app.name, ...from } },
    { key: "deploys.rollback.serves", values: to },
    { key: service.autoDeploy === false ? "deploys.rollback.alreadyOff" : "deploys.rollback.pauses" },
  ];
}

const short = (commit: string | null | undefined): string => commit?.slice(0, 7) ?? "–";

/**
 * Switches auto-deploy off, so that the next push does not bring it back, and then deploys what served before. Each is asked for once.
 * @refuses auto_deploy_not_paused, and what the host refuses
 * @throws where the host did not answer: nobody knows then, and nothing is asked again
 */
export async function rollBack({ request }: { request: StoredRequest }, frozen: Json): Promise<Result<Outcome>> {
  const { app, serviceId, targetId, commit, known } = target.parse(frozen);
  const instances = told(await listInstances(serviceId));
  const paused = await pauseAutoDeploy({ appId: app, serviceId, request });
  if (!paused.ok) return paused; // guard: pause-first
  const rolled = await askHost(
    {
      requestId: request.id,
      appId: app,
      serviceId,
      operation: request.operation,
      aim: "deploy",
      knownDeploys: known,
      knownInstances: instances.ok ? instances.value.map(({ id }) => id) : [],
      trigger: "rollback",
      commit,
    },
    () => rollBackTo(serviceId, targetId),
  );
  return rolled.ok ? ok(taken(app, { app, targetId, autoDeployPaused: paused.value })) : rolled;
}

type Pausing = { appId: string; serviceId: string; request: StoredRequest };

/** @returns whether it was us: what was off already stays somebody else's */
async function pauseAutoDeploy({ appId, serviceId, request }: Pausing): Promise<Result<boolean>> {
  const before = told(await readHostedService(serviceId));
  if (!before.ok) return before;
  if (before.value.autoDeploy === false) return ok(false);
  await consoleDb().$transaction(async (tx) => {
    await keepPause(tx, { appId, serviceId, requestId: request.id });
    await postNotice(tx, {
      kind: "auto-deploy.paused",
      href: `/deploys?app=${appId}`,
      audience: { roles: ["responder", "admin"] },
      urgency: "tell",
      dedupKey: pauseKey(request.id, 0),
      values: { operation: request.operation, subject: appId },
    });
  });
  const answer = await setAutoDeploy(serviceId, false);
  if (answer.ok) return ok(true);
  // Whether a switch is off can be read: only what still isn't stops the rollback.
  const after = told(await readHostedService(serviceId));
  if (after.ok && after.value.autoDeploy === false) return ok(true);
  const isUnheard = answer.failure.kind !== "unknown_outcome";
  if (after.ok || isUnheard) await consoleDb().$transaction((tx) => settlePauses(tx, appId, serviceId)); // guard: pause-that-was-none
  return isUnheard ? { ok: false, refusal: hostRefusal(answer.failure) } : refuse("auto_deploy_not_paused");
}
