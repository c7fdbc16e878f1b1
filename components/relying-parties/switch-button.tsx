"use client";

import { useTranslations } from "next-intl";
import { useRefusal } from "../operation/use-refusal";
import { SettingAct } from "../settings/setting-act";

type Props = { id: string; name: string; on: boolean; allowed: boolean };

/** Keeps the dispatcher from sending to a relying party, or lets it send again. */
export function SwitchButton({ id, name, on, allowed }: Props) {
  const t = useTranslations(`operations.names.relying-party.${on ? "switch-off" : "switch-on"}`);
  const say = useRefusal();
  return (
    <SettingAct
      key={String(on)}
      operation={on ? "relying-party.switch-off" : "relying-party.switch-on"}
      input={{ id }}
      risk={on ? "guarded" : "grave"}
      verb={t("verb")}
      title={t("title", { subject: name })}
      why={allowed ? undefined : say({ code: "not_allowed" }).sentence}
    />
  );
}
