"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import type { DoorView } from "@/lib/live/shapes";
import { Age } from "../ui/age";
import { Fact, Facts } from "../ui/facts";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { useSpanText } from "../ui/use-span-text";
import { useTicking } from "../ui/use-ticking";

type Props = { door: DoorView; answers: boolean; drill: boolean };

/** Whether the door may be opened, in facts with their measure. What nobody knows is said so, never left out. */
export function DoorFacts({ door, answers, drill }: Props) {
  const t = useTranslations("breakGlass.door");
  return (
    <Section title={t("title")} aside={t.rich("checked", { age: () => <Age at={door.now} now={door.now} /> })}>
      <Facts>
        <Fact term={t("probes")}>
          <Probes clerk={door.clerk} now={door.now} held={door.held} />
        </Fact>
        <Fact term={<code>{t("flag")}</code>}>
          <State name={door.flag ? "down" : "unknown"}>{t(door.flag ? "flagOn" : "flagOff")}</State>
        </Fact>
        <Fact term={t("armed")}>
          <Armed armed={door.armed} missing={door.missing} />
        </Fact>
        <Fact term={t("writable")}>
          <Writable writable={door.writable} />
        </Fact>
      </Facts>
      <div role="status">{answers ? null : <Note kind="degraded">{t("lost")}</Note>}</div>
      {drill ? <Note kind="moving">{t("drill")}</Note> : null}
    </Section>
  );
}

function Probes({ clerk, now, held }: { clerk: DoorView["clerk"]; now: string; held: boolean }) {
  const t = useTranslations("breakGlass.door");
  if (clerk.state === "unknown")
    return <State name="unknown">{t(clerk.workerSilent ? "workerSilent" : "unknown")}</State>;
  if (clerk.state === "answering" || clerk.since === null) return <State name="ok">{t("answering")}</State>;
  const span = (): ReactNode => <Since at={clerk.since ?? now} now={now} />;
  return <State name="down">{t.rich(held ? "failing" : "failingNeeds", { span })}</State>;
}

/** How long it has lasted, running on between two answers. */
function Since({ at, now }: { at: string; now: string }) {
  const spell = useSpanText();
  const atMs = Date.parse(at);
  const read = useCallback((nowMs: number) => spell(Math.max(0, (nowMs - atMs) / 1_000)), [atMs, spell]);
  return <span className="nb">{useTicking(read, now)}</span>;
}

function Armed({ armed, missing }: Pick<DoorView, "armed" | "missing">) {
  const t = useTranslations("breakGlass");
  if (armed === null) return <State name="unknown">{t("door.armedUnknown")}</State>;
  if (armed) return <State name="ok">{t("door.armedYes")}</State>;
  return (
    <>
      <State name="down">{t("door.armedNo")}</State>
      {missing.map((fault) => (
        <p key={fault} className="small">
          {t(`missing.${fault}`)}
        </p>
      ))}
    </>
  );
}

function Writable({ writable }: Pick<DoorView, "writable">) {
  const t = useTranslations("breakGlass.door");
  if (writable === null) return <State name="unknown">{t("notAsked")}</State>;
  return <State name={writable ? "ok" : "down"}>{t(writable ? "writing" : "notWriting")}</State>;
}
