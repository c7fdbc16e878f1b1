"use client";

import { useTranslations } from "next-intl";
import type { DeploysView, Suspicion } from "@/lib/deploys/shapes";
import { useRefusal } from "../operation/use-refusal";
import { SettingAct } from "../settings/setting-act";
import { instantText } from "../ui/instant";
import { Note } from "../ui/note";
import { Section } from "../ui/section";

type One = { suspicion: Suspicion; name: string; now: string; may: boolean };
type Props = { suspicions: readonly Suspicion[]; nameOf: (app: string) => string; now: string; may: boolean };

/** The deploys that are suspected, one for each app that fails. */
export function SuspicionPart({ suspicions, nameOf, now, may }: Props) {
  const t = useTranslations("deploys.suspicion");
  if (suspicions.length === 0) return null;
  return (
    <Section title={t("title")}>
      {suspicions.map((each) => (
        <SuspicionNote key={each.app} suspicion={each} name={nameOf(each.app)} now={now} may={may} />
      ))}
    </Section>
  );
}

/** Why a deploy is suspected, and the way back: alone while our own probes say sev1, else with another person. */
function SuspicionNote({ suspicion, name, now, may }: One) {
  const [t, names] = [useTranslations("deploys.suspicion"), useTranslations("operations.names.deploy")];
  const say = useRefusal();
  const { deploy, deployedAt, failingSince, probe, detail, lastGreen, alone, app } = suspicion;
  const at = (instant: string | null): string =>
    instant === null ? "–" : `${instantText(instant, now, "UTC", "en")} UTC`;
  const why = may ? undefined : say({ code: "not_allowed" }).sentence;
  return (
    <Note
      kind="down"
      lead={t("lead", { app: name })}
      actions={
        <>
          {alone ? (
            <SettingAct
              operation="deploy.rollback-emergency"
              input={{ app }}
              risk="emergency"
              verb={names("rollback-emergency.verb")}
              title={names("rollback-emergency.title", { subject: name })}
              why={why}
            />
          ) : null}
          <SettingAct
            operation="deploy.rollback"
            input={{ app }}
            risk="grave"
            verb={names("rollback.verb")}
            title={names("rollback.title", { subject: name })}
            why={why}
          />
        </>
      }
    >
      {t("live", { deploy, at: at(deployedAt) })}{" "}
      {t("first", { at: at(failingSince), probe, detail: detail ?? "none" })}{" "}
      {lastGreen === null ? t("noGreen") : t("green", { deploy: lastGreen })} {alone ? t("alone") : null}
    </Note>
  );
}

/** Auto-deploy that a rollback left off: it stands here until it is on again. */
export function PauseNotes({ view, may }: { view: DeploysView; may: boolean }) {
  const [t, names] = [useTranslations("deploys.pause"), useTranslations("operations.names.service")];
  const say = useRefusal();
  const nameOf = (app: string): string => view.services.find((line) => line.app === app)?.name ?? app;
  return view.pauses.map(({ app, requestId, pausedAt }) => (
    <Note
      key={requestId}
      kind="degraded"
      lead={t("lead", { app: nameOf(app), at: `${instantText(pausedAt, view.now, "UTC", "en")} UTC` })}
      actions={
        <SettingAct
          operation="service.auto-deploy-on"
          input={{ app }}
          risk="grave"
          size="small"
          verb={names("auto-deploy-on.verb")}
          title={names("auto-deploy-on.title", { subject: nameOf(app) })}
          why={may ? undefined : say({ code: "not_allowed" }).sentence}
        />
      }
    >
      {t("words")}
    </Note>
  ));
}
