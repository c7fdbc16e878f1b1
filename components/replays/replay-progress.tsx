"use client";

import { useTranslations } from "next-intl";
import { doneShare } from "@/lib/replays/rules/progress";
import type { LaneView, ReplayView, Tally } from "@/lib/replays/shapes";
import { useLive } from "../console/use-live";
import { useTabTitle } from "../console/use-tab-title";
import { Age } from "../ui/age";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { type Segment, SegmentedBar } from "../ui/segmented-bar";
import { State } from "../ui/state";
import { Table } from "../ui/table";
import { Pace } from "./pace";
import { ReplayActs } from "./replay-acts";
import { replayMarks } from "./replay-marks";

type Props = { initial: ReplayView; subject: string; now: string; own: boolean; acts: "all" | "stop" | "none" };

/** Where a replay is, for as long as it goes on and afterwards. */
export function ReplayProgress({ initial, subject, now, own, acts }: Props) {
  const t = useTranslations("replays.progress");
  const { data: replay } = useLive<ReplayView>("replay", { id: initial.requestId }, initial, ({ finalAt }) =>
    finalAt === null ? 1_000 : 60_000,
  );
  const percent = Math.floor(doneShare(replay) * 100);
  useTabTitle(t("tab", { percent, subject }));
  const done = replay.total - replay.remaining - replay.tally.queued;
  const held = replay.lanes.filter(({ phase }) => phase === "held");
  return (
    <Section
      title={t("title", { done, total: replay.total })}
      aside={
        <>
          <State name={replayMarks[replay.state]}>{t(`state.${replay.state}`)}</State>{" "}
          {t("by", { name: replay.startedBy })} <Age at={replay.startedAt} now={now} />
        </>
      }
    >
      <SegmentedBar label={t("bar", { percent, total: replay.total })} segments={useSegments(replay.tally)} />
      <p className="soft" role="status">
        <Pace replay={replay} />
      </p>
      {replay.trouble === null ? null : <Note kind="degraded">{t("trouble")}</Note>}
      {held.length > 0 && replay.finalAt === null ? (
        <Note kind="down" lead={t("heldLead", { count: held.length })}>
          {t("heldWords")}
        </Note>
      ) : null}
      {replay.finalAt === null ? <ReplayActs replay={replay} held={held.length > 0} own={own} acts={acts} /> : null}
      <Lanes replay={replay} />
    </Section>
  );
}

/** The four parts of the bar; what is on its way is not done yet. */
function useSegments(tally: Tally): Segment[] {
  const t = useTranslations("replays.progress");
  const { skipped_superseded: superseded, skipped_changed: changed, skipped_refused: refused, queued } = tally;
  const skipped = superseded + changed + refused;
  return [
    { kind: "delivered", amount: tally.delivered, label: t("delivered") },
    { kind: "failed", amount: tally.failed_again, label: t("failed") },
    {
      kind: "skipped",
      amount: skipped,
      label: t("skipped"),
      beside: skipped > 0 ? t("skippedWhy", { superseded, changed, refused }) : undefined,
    },
    {
      kind: "remaining",
      amount: tally.remaining + tally.claimed + queued,
      label: t("remaining"),
      beside: queued > 0 ? t("onTheWay", { count: queued }) : undefined,
    },
  ];
}

/** Each relying party's own part: a bar and where it stands. */
function Lanes({ replay }: { replay: ReplayView }) {
  const t = useTranslations("replays.progress");
  return (
    <Table
      caption={t("lanes")}
      rows={replay.lanes}
      rowKey={({ relyingParty }) => relyingParty.id}
      columns={[
        { key: "party", head: t("party"), width: "30%", cell: ({ relyingParty }) => relyingParty.name },
        { key: "bar", head: t("parts"), onlyWide: true, cell: (lane) => <LaneBar lane={lane} /> },
        { key: "state", head: t("phase"), width: "36%", cell: (lane) => <LaneState lane={lane} replay={replay} /> },
      ]}
    />
  );
}

function LaneBar({ lane: { tally, relyingParty } }: { lane: LaneView }) {
  const t = useTranslations("replays.progress");
  const segments = useSegments(tally);
  const words = segments.map(({ label, amount }) => `${label} ${amount}`).join(", ");
  return (
    <SegmentedBar label={t("laneBar", { party: relyingParty.name, words })} segments={segments} thin tallies={false} />
  );
}

function LaneState({ lane: { phase, heldReason }, replay: { state } }: { lane: LaneView; replay: ReplayView }) {
  const t = useTranslations("replays.progress");
  if (phase === "done") return <State name="ok">{t("lane.done")}</State>;
  if (state === "canceled") return <State name={replayMarks.canceled}>{t("state.canceled")}</State>;
  if (phase === "held") return <State name="down">{t(`held.${heldReason ?? "breaker"}`)}</State>;
  return <State name={replayMarks[state]}>{state === "paused" ? t("state.paused") : t(`lane.${phase}`)}</State>;
}
