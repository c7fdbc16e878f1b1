import "server-only";
import { isHuman } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findReplay, type KnownReplay } from "@/lib/replays/queries/find-replay";
import { type Context, type Preview, quietPreview } from "../define";

/**
 * A replay that somebody wants to stop.
 * @refuses replay_not_found, replay_over
 */
export async function previewOpenReplay(
  { actor }: Context,
  request: string,
  from: readonly string[],
): Promise<Result<Preview>> {
  const replay = await findReplay(actor, request);
  if (!replay) return refuse("replay_not_found");
  if (!from.includes(replay.state)) return refuse("replay_over");
  return ok(quietPreview(replay.names.join(", ")));
}

/**
 * A replay that somebody wants to let go on, or to pace: one's own, unless one is an admin.
 * @refuses replay_not_found, replay_over, request_not_yours
 */
export async function previewOwnReplay(
  { actor }: Context,
  request: string,
  from: readonly string[] = ["running", "paused"],
): Promise<Result<{ replay: KnownReplay; preview: Preview }>> {
  const replay = await findReplay(actor, request);
  if (!replay) return refuse("replay_not_found");
  // A program asks in its person's name, and that person proves it.
  const own = (isHuman(actor) || actor.kind === "token") && replay.requesterId === actor.personId;
  if (!own && !hasRole(actor, ["admin"])) return refuse("request_not_yours"); // guard: own-replay
  if (!from.includes(replay.state)) return refuse("replay_over");
  const { state, rate, held, names } = replay;
  // Its chunks move on while somebody proves who they are: what counts is what people have set.
  const fingerprint = `${state} ${rate} ${held}`;
  return ok({ replay, preview: { ...quietPreview(names.join(", ")), fingerprint } });
}
