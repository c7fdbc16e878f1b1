"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { compromiseGoalSeconds } from "@/lib/keys/rules/drill";
import type { Refuser } from "@/lib/keys/shapes/key";
import type { DrillView } from "@/lib/keys/shapes/views";
import { useRefusal } from "../operation/use-refusal";
import { Amount } from "../ui/amount";
import { Fact, Facts } from "../ui/facts";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { SpanText } from "../ui/span-text";
import { State } from "../ui/state";
import { Time } from "../ui/time";

/** A drill of a compromise: which rows it would touch, who would refuse and how long, and how long it would take. It changes nothing. */
export function DrillPart({ drill }: { drill: DrillView }) {
  const t = useTranslations("keys.drill");
  const say = useRefusal();
  const { rows, refusers, refusal, at } = drill;
  return (
    <Section title={t("title")} aside={t("aside")} id="drill">
      {refusal ? (
        <Note kind="down" lead={t("wouldRefuse")}>
          {say(refusal).sentence}
        </Note>
      ) : null}
      <Facts>
        <Fact term={t("waiting")}>{rows && <Rows drill={drill} state="pending" count={rows.waiting} />}</Fact>
        <Fact term={t("dead")}>{rows && <Rows drill={drill} state="dead" count={rows.dead} />}</Fact>
        <Fact term={t("refusers")}>
          {refusers === null ? (
            t("refusersUnread")
          ) : refusers.length === 0 ? (
            t("nobodyRefuses")
          ) : (
            <ul className="plain">
              {refusers.map((refuser) => (
                <li key={refuser.id}>
                  {inert(refuser.name)}{" "}
                  <span className="quiet">
                    <HowLong refuser={refuser} now={at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Steps drill={drill} />
      </Facts>
    </Section>
  );
}

/** The rows are there to be looked at. */
function Rows({ drill: { of, kid }, state, count }: { drill: DrillView; state: "pending" | "dead"; count: number }) {
  const search = new URLSearchParams({ state, app: of, q: `kid:${kid}` });
  return count === 0 ? (
    <Amount value={count} />
  ) : (
    <Link prefetch={false} href={`/deliveries?${search}`}>
      <Amount value={count} />
    </Link>
  );
}

function HowLong({ refuser: { copy, until }, now }: { refuser: Refuser; now: string }) {
  const t = useTranslations("keys.drill.copy");
  if (until === null) return t(copy);
  return t.rich("held", {
    span: () => <SpanText seconds={Math.ceil((Date.parse(until) - Date.parse(now)) / 1_000)} />,
    until: () => <Time at={until} now={now} shape="instant" />,
  });
}

/** Each step with what it took when it was measured last. */
function Steps({
  drill: { steps, jobs, jobSeconds, lastJobAt, totalSeconds, withinGoal, last, at },
}: {
  drill: DrillView;
}) {
  const t = useTranslations("keys.drill");
  return (
    <>
      {steps.map(({ step, tookMs, ok }) => (
        <Fact key={step} term={t(`step.${step}`)}>
          <State name={ok ? "ok" : "down"}>
            <Amount value={tookMs} unit="milliseconds" />
          </State>
        </Fact>
      ))}
      <Fact term={t("job")}>
        {jobSeconds === null || lastJobAt === null ? (
          t("never")
        ) : (
          <>
            <SpanText seconds={Math.ceil(jobSeconds)} />{" "}
            <span className="quiet">
              {t("ofJobs", { count: jobs })} <Time at={lastJobAt} now={at} shape="list" />
            </span>
          </>
        )}
      </Fact>
      <Fact term={t("total")}>
        {totalSeconds === null || withinGoal === null ? (
          t("never")
        ) : (
          <State name={withinGoal ? "ok" : "degraded"}>
            <SpanText seconds={Math.ceil(totalSeconds)} /> {t("goal", { seconds: compromiseGoalSeconds })}
          </State>
        )}
      </Fact>
      <Fact term={t("last")}>
        {last === null ? (
          t("never")
        ) : (
          <>
            <Link prefetch={false} href={`/operations/${last.requestId}`}>
              <SpanText seconds={Math.ceil(last.seconds)} />
            </Link>{" "}
            <Time at={last.at} now={at} shape="list" />
          </>
        )}
      </Fact>
    </>
  );
}
