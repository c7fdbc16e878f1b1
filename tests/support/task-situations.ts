import { randomUUID } from "node:crypto";
import { ownerOf } from "./owner";
import { touchSetting } from "./settings";
import type { Cast, Situation } from "./situations";
import { anybody, hostedProvider, stuckJob, type TaskOperation } from "./tasks";

/** Nothing is on its way, and there is an identity provider beside which a task can run. */
export async function provider({ own }: Cast): Promise<{ change: () => Promise<void> }> {
  const { app } = await hostedProvider(ownerOf(own));
  await own.owner.query("UPDATE task_follows SET final_at = now(), state = 'lost' WHERE final_at IS NULL");
  return { change: () => touchSetting(ownerOf(own), "apps", app) };
}

/** What is asked of the identity provider by one-off jobs. */
export const taskSituations: Record<TaskOperation, (cast: Cast) => Promise<Situation>> = {
  "identity.purge-cache": async (cast) => ({
    person: cast.people.responder,
    input: { user: anybody() },
    ...(await provider(cast)),
  }),

  "identity.purge-cache-all": async (cast) => ({ person: cast.people.admin, input: {}, ...(await provider(cast)) }),

  "identity.show-cache": async (cast) => ({
    person: cast.people.responder,
    input: { user: anybody() },
    ...(await provider(cast)),
  }),

  "job.cancel": async (cast) => {
    await provider(cast);
    const { requestId } = await stuckJob(ownerOf(cast.own));
    return { person: cast.people.responder, input: { request: requestId } };
  },

  "relying-party.backfill-links": async (cast) => {
    await provider(cast);
    const id = await cast.outbox.switchedOffParty();
    return { person: cast.people.admin, input: { id }, change: () => cast.outbox.touchParty(id) };
  },

  "task.follow": async ({ own }) => {
    const [requestId, operation] = [randomUUID(), "identity.purge-cache"];
    await own.owner.query(
      `INSERT INTO task_follows (request_id, app_id, service_id, operation, task, given, command, known_jobs, state)
       VALUES ($1, 'app-provider', 'srv-x', $2, 'identity:purge_canonical', '{12}', $3, '{}', 'accepted')`,
      [requestId, operation, `bundle exec rails 'identity:purge_canonical[${anybody()}]'`],
    );
    const seen = { state: "proved", jobId: "job-0new" };
    return { person: null, input: { requestId, app: "app-provider", operation, seen } };
  },
};
