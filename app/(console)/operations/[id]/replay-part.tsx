import { ReplayProgress, ReplayRows } from "@/components/replays/replay-parts";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { findReplayView } from "@/lib/replays/queries/progress";
import { replayRowsView, rowsQuery } from "@/lib/replays/queries/views";

type Props = {
  actor: HumanActor;
  id: string;
  subject: string;
  own: boolean;
  query: Readonly<Record<string, string | string[] | undefined>>;
  now: string;
};

/** The part of a request's page that only a replay has, once it has begun. */
export async function ReplayPart({ actor, id, subject, own, query, now }: Props) {
  const replay = await findReplayView(actor, id);
  if (!replay) return null;
  const acting = hasRole(actor, ["responder", "admin"]);
  const asked = rowsQuery.parse(query);
  const rows = acting ? await replayRowsView(actor, { id, state: asked.state ?? "", after: asked.after ?? "" }) : null;
  const acts = hasRole(actor, ["admin"]) ? "all" : acting ? "stop" : "none";
  const parties = Object.fromEntries(replay.lanes.map(({ relyingParty }) => [relyingParty.id, relyingParty.name]));
  return (
    <>
      <ReplayProgress initial={replay} subject={subject} now={now} own={own && acting} acts={acts} />
      {rows ? (
        <ReplayRows id={id} initial={rows} query={asked} parties={parties} goesOn={replay.finalAt === null} now={now} />
      ) : null}
    </>
  );
}
