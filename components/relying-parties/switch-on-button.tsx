"use client";

import { useTranslations } from "next-intl";
import { useRefusal } from "../operation/use-refusal";
import { SettingAct } from "../settings/setting-act";

/** Lets the dispatcher send to a relying party again. */
export function SwitchOnButton({ id, name, allowed }: { id: string; name: string; allowed: boolean }) {
  const t = useTranslations("operations.names.relying-party.switch-on");
  const say = useRefusal();
  return (
    <SettingAct
      operation="relying-party.switch-on"
      input={{ id }}
      risk="grave"
      verb={t("verb")}
      title={t("title", { subject: name })}
      why={allowed ? undefined : say({ code: "not_allowed" }).sentence}
    />
  );
}
