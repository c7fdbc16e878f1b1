import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { readHostedService } from "@/lib/connectors/render/hosted-services";
import { minutes } from "@/lib/core/duration";
import { ok } from "@/lib/core/errors";
import { told } from "@/lib/deploys/queries/find-hosted";
import { listDuePauses } from "@/lib/deploys/queries/list-follows";
import { remindOfPause } from "@/lib/deploys/writes/pause";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { defineOperation, quietPreview } from "./define";
import { pauseKey, settlePauses } from "./deploys/settle-pauses";

/**
 * Reminds, once a day, of auto-deploy that a rollback here left off. The host is asked first: what somebody switched on in its dashboard
 * needs no reminder any more, and of a host that can't be asked nobody knows.
 */
export const remindService = defineOperation({
  name: "service.remind",
  risk: "system",
  allows: [],
  reach: "console",
  input: z.strictObject({ app: appId, serviceId: z.string().max(80), requestId: z.uuid(), isOn: z.boolean() }),

  rounds: {
    everyMs: minutes(5),
    lanes: () => ["pauses"],
    async pass({ actor, perform }) {
      for (const { app, serviceId, requestId } of await listDuePauses(actor)) {
        const service = told(await readHostedService(serviceId));
        const isOn = service.ok ? service.value.autoDeploy : null;
        if (isOn !== null) await perform({ app, serviceId, requestId, isOn }); // guard: asked-before-reminded
      }
    },
  },

  async preview(_context, { app }) {
    return ok(quietPreview(app));
  },

  async run({ tx }, { app, serviceId, requestId, isOn }) {
    const changed = isOn ? await settlePauses(tx, app, serviceId) : await remind({ tx, app, requestId });
    return ok({ summary: { key: "deploys.pause.reminded" }, facts: { requestId, isOn, changed } });
  },
});

type Reminding = { tx: Parameters<typeof remindOfPause>[0]; app: string; requestId: string };

/** The new notice takes the place of the one before it. @returns 0 where somebody else reminded */
async function remind({ tx, app, requestId }: Reminding): Promise<number> {
  const reminded = await remindOfPause(tx, requestId);
  if (!reminded) return 0;
  await postNotice(tx, {
    kind: "auto-deploy.paused",
    href: `/deploys?app=${app}`,
    audience: { roles: ["responder", "admin"] },
    urgency: "tell",
    dedupKey: pauseKey(requestId, reminded.now),
    settles: pauseKey(requestId, reminded.before),
    values: { subject: app },
  });
  return 1;
}
