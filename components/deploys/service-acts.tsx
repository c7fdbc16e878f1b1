"use client";

import { useTranslations } from "next-intl";
import type { DeploysView } from "@/lib/deploys/shapes";
import { useRefusal } from "../operation/use-refusal";
import { SettingAct } from "../settings/setting-act";
import { Section } from "../ui/section";

type Props = { view: DeploysView; name: string; may: boolean };
type Act =
  | "deploy.rollback"
  | "deploy.trigger"
  | "service.restart"
  | "service.suspend"
  | "service.resume"
  | "service.auto-deploy-on";

/** What can be asked of the host for the chosen service. Each needs another person. */
export function ServiceActs({ view: { app, service }, name, may }: Props) {
  const [t, names] = [useTranslations("deploys.acts"), useTranslations("operations.names")];
  const say = useRefusal();
  if (app === null) return null;
  const why = may ? undefined : say({ code: "not_allowed" }).sentence;
  const now = service.ok ? service.value : null;
  const act = (operation: Act) => (
    <SettingAct
      key={operation}
      operation={operation}
      input={{ app }}
      risk="grave"
      verb={names(`${operation}.verb`)}
      title={names(`${operation}.title`, { subject: name })}
      why={why}
    />
  );
  const enabled = !(now?.maintenance ?? false);
  return (
    <Section title={t("title")} aside={t("aside")}>
      <div className="acts">
        {act("deploy.rollback")}
        {act("deploy.trigger")}
        {act("service.restart")}
        {act(now?.suspended ? "service.resume" : "service.suspend")}
        {now?.autoDeploy === false ? act("service.auto-deploy-on") : null}
        <SettingAct
          key={`maintenance ${enabled}`}
          operation="service.maintenance"
          input={{ app, enabled }}
          risk="grave"
          verb={t(enabled ? "enter" : "leave")}
          title={names("service.maintenance.title", { subject: name })}
          why={why}
        />
      </div>
    </Section>
  );
}
