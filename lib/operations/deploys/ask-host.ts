import "server-only";
import type { HostedDeploy } from "@/lib/connectors/render/deploys";
import type { Answer } from "@/lib/connectors/request";
import { consoleDb } from "@/lib/core/db";
import { ok, type Result } from "@/lib/core/errors";
import { findFollow } from "@/lib/deploys/queries/list-follows";
import { lookAtHost } from "@/lib/deploys/queries/look-at-host";
import { isOver, isReached } from "@/lib/deploys/rules/follow";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { acceptFollow, closeFollow, keepFollow, type NewFollow, observeFollow } from "@/lib/deploys/writes/follow";
import { enqueue } from "@/lib/jobs/enqueue";
import type { StoredRequest } from "@/lib/requests/shapes";
import type { Context, Outcome, Reconciled } from "../define";

/** The host did not say whether it heard: this run ends as unknown, and is reconciled by looking. Nothing is asked twice. */
export class NotAnswered extends Error {
  constructor() {
    super("the host's answer never came");
    this.name = "NotAnswered";
  }
}

/**
 * A change at the host: written down, asked for once, and handed to the worker once the host has taken it.
 * @returns a refusal only where the host has said no, or never heard of it
 * @throws NotAnswered
 */
export async function askHost(
  follow: NewFollow,
  call: () => Promise<Answer<HostedDeploy | true | null>>,
): Promise<Result<true>> {
  await consoleDb().$transaction((tx) => keepFollow(tx, follow));
  const answer = await call();
  const { requestId } = follow;
  if (!answer.ok) {
    if (answer.failure.kind === "unknown_outcome") throw new NotAnswered(); // guard: never-repeated
    await consoleDb().$transaction((tx) => closeFollow(tx, requestId, "refused"));
    return { ok: false, refusal: hostRefusal(answer.failure) };
  }
  const said = answer.value;
  await handToWorker(requestId, said !== null && said !== true ? said.id : null);
  return ok(true);
}

async function handToWorker(requestId: string, deployId: string | null): Promise<void> {
  await consoleDb().$transaction(async (tx) => {
    await acceptFollow(tx, { requestId, deployId });
    await enqueue(tx, "deploy.follow", { requestId });
  });
}

/** What is said when the host has taken it: it is not over. */
export const taken = (app: string, facts: Outcome["facts"]): Outcome => ({
  summary: { key: "deploys.taken", values: { app } },
  href: `/deploys?app=${app}`,
  facts,
  goesOn: true,
});

/** How long the host may take to show what it was asked for: then it did not hear it. */
const showsWithinSeconds = 60;

/**
 * Finds out whether a call that was not answered was heard, by what the host lists: something new that looks like ours. What is on
 * its way is followed from here on, and says by itself how it ends.
 */
export async function reconcileHost({ actor }: Context, request: StoredRequest): Promise<Reconciled> {
  const follow = await findFollow(actor, request.id);
  if (!follow) return { happened: false };
  // That nobody looked any longer is no end.
  if (follow.state !== "lost" && isOver(follow.aim, follow.state))
    return ended(follow.appId, isReached(follow.aim, follow.state));
  const seen = await lookAtHost(actor, follow);
  if (!seen.ok) return { happened: "undecided" };
  const { state, deployId } = seen.value;
  if (state === "asked") {
    if (follow.ageSeconds < showsWithinSeconds) return { happened: "undecided" };
    await consoleDb().$transaction((tx) => closeFollow(tx, request.id, "refused"));
    return { happened: false };
  }
  if (state === "lost" && deployId !== null) return { happened: "undecided" };
  if (follow.state === "asked") await handToWorker(request.id, deployId);
  if (!isOver(follow.aim, state)) return { happened: "undecided" };
  await consoleDb().$transaction((tx) =>
    observeFollow(tx, { requestId: request.id, aim: follow.aim, seen: seen.value }),
  );
  return ended(follow.appId, isReached(follow.aim, state));
}

const ended = (app: string, reached: boolean): Reconciled =>
  reached
    ? { happened: true, outcome: { summary: { key: "deploys.reached", values: { app } }, href: `/deploys?app=${app}` } }
    : { happened: false };
