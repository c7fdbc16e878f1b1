"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { TriageView } from "@/lib/live/shapes";
import { Age } from "../ui/age";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { State } from "../ui/state";

/** What this console itself needs when it gets worse. */
export function ReadyForTrouble({ view: { ready, now } }: { view: TriageView }) {
  const t = useTranslations("triagePage.ready");
  const { breakGlassArmed, lastDrillAt, workerAlive, checkpoint } = ready;
  const age = (at: string) => () => <Age at={at} now={now} tight />;
  return (
    <Section title={t("title")} aside={<Link href="/bypass">{t("link")}</Link>}>
      <Facts>
        <Fact term={t("breakGlass")}>
          <State name={breakGlassArmed ? "ok" : "down"}>{t(breakGlassArmed ? "armed" : "unarmed")}</State>{" "}
          {lastDrillAt === null ? null : <span className="quiet">{t.rich("drilled", { age: age(lastDrillAt) })}</span>}
        </Fact>
        <Fact term={t("worker")}>
          <State name={workerAlive ? "ok" : "down"}>{t(workerAlive ? "running" : "silent")}</State>
        </Fact>
        <Fact term={t("record")}>
          {checkpoint === null ? (
            <State name="unknown">{t("noCheckpoint")}</State>
          ) : (
            <>
              <State name="ok">{t("sealed")}</State>{" "}
              <span className="quiet">{t.rich("to", { seq: String(checkpoint.size), age: age(checkpoint.at) })}</span>
            </>
          )}
        </Fact>
      </Facts>
    </Section>
  );
}
