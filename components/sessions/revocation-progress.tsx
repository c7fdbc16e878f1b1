"use client";

import { useTranslations } from "next-intl";
import type { RevocationView } from "@/lib/sessions/shapes";
import { useLive } from "../console/use-live";
import { useTabTitle } from "../console/use-tab-title";
import { Age } from "../ui/age";
import { Amount } from "../ui/amount";
import { Fact, Facts } from "../ui/facts";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { SegmentedBar } from "../ui/segmented-bar";
import { State } from "../ui/state";
import { Time } from "../ui/time";
import { useSpanText } from "../ui/use-span-text";
import { RevocationActs } from "./revocation-acts";
import { markOf } from "./revocation-marks";

type Props = { initial: RevocationView; now: string; may: boolean; mayResume: boolean };

/** Where a revocation is, for as long as it goes on and afterwards. */
export function RevocationProgress({ initial, now, may, mayResume }: Props) {
  const t = useTranslations("sessions.progress");
  const { data: revocation } = useLive<RevocationView>(
    "revocation",
    { id: initial.requestId },
    initial,
    ({ finalAt }) => (finalAt === null ? 1_000 : 60_000),
  );
  const { state, revoked, failures, trouble, finalAt, left } = revocation;
  const seen = revocation.pass === 1 ? revocation.usersSeen : revocation.passSeen;
  const total = Math.max(revocation.usersTotal, revocation.usersSeen, seen);
  const percent = total === 0 ? 100 : Math.floor((100 * seen) / total);
  useTabTitle(t("tab", { percent }));
  return (
    <Section
      title={t("title", { revoked })}
      aside={
        <>
          <State name={markOf(revocation)}>{t(`state.${state}`)}</State> {t("by", { name: revocation.startedBy })}{" "}
          <Age at={revocation.startedAt} now={now} />
        </>
      }
    >
      <SegmentedBar
        label={t("bar", { percent, total })}
        segments={[
          { kind: "delivered", amount: seen, label: t(revocation.pass === 1 ? "seen" : "seenAgain") },
          { kind: "remaining", amount: Math.max(0, total - seen), label: t("remaining") },
        ]}
      />
      <p className="soft" role="status">
        <Pace revocation={revocation} />
      </p>
      {trouble === null ? null : (
        <Note kind={trouble === "canary_failed" ? "down" : "degraded"} lead={t(`trouble.${trouble}.lead`)}>
          {t(`trouble.${trouble}.words`)}
        </Note>
      )}
      {left !== null && left > 0 ? <Note kind="down">{t("left", { sessions: left })}</Note> : null}
      {finalAt === null ? <RevocationActs revocation={revocation} may={may} mayResume={mayResume} /> : null}
      <Tally revocation={revocation} now={now} />
      {failures.length > 0 ? (
        <ul className="small soft">
          {failures.map(({ reason, sessions }) => (
            <li key={reason}>
              <code>{reason}</code>: {t("failures", { sessions })}
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

/** What it does now, and how long it may still take. */
function Pace({
  revocation: { state, phase, pass, callsPerSecond, etaSeconds, finalAt },
}: {
  revocation: RevocationView;
}) {
  const t = useTranslations("sessions.progress");
  const spell = useSpanText();
  if (finalAt !== null) return t("over");
  if (state !== "running") return t("stands");
  const does = t(`phase.${phase}`, { pass });
  const pace = t("pace", { rate: callsPerSecond });
  return etaSeconds === null ? `${does} ${pace}` : `${does} ${pace} ${t("eta", { to: spell(etaSeconds) })}`;
}

/** Honest totals: what was found, and what became of it. */
function Tally({ revocation, now }: { revocation: RevocationView; now: string }) {
  const t = useTranslations("sessions.progress.fact");
  const { usersSeen, revoked, gone, failed, excepted, putOff, begunBefore } = revocation;
  return (
    <Facts>
      <Fact term={t("users")}>
        <Amount value={usersSeen} />
      </Fact>
      <Fact term={t("revoked")}>
        <Amount value={revoked} />
      </Fact>
      <Fact term={t("gone")}>
        <Amount value={gone} />
      </Fact>
      <Fact term={t("failed")}>
        <Amount value={failed} />
      </Fact>
      <Fact term={t("excepted")}>
        <Amount value={excepted} />
      </Fact>
      <Fact term={t("putOff")}>
        <Amount value={putOff} />
      </Fact>
      <Fact term={t("begunBefore")}>
        <Time at={begunBefore} now={now} />
      </Fact>
    </Facts>
  );
}
