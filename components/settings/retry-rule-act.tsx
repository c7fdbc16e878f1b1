"use client";

import { useTranslations } from "next-intl";
import { SettingAct } from "./setting-act";

type Props = { id: string; name: string; needsAdmin: boolean; why?: string };

/** Tightens or loosens who may retry for one relying party: the one is quick, the other takes two admins. */
export function RetryRuleAct({ id, name, needsAdmin, why }: Props) {
  const t = useTranslations("operations.names.relying-party");
  const act = needsAdmin ? "trust-responders" : "require-admin";
  return (
    <SettingAct
      key={act}
      operation={`relying-party.${act}`}
      input={{ id }}
      risk={needsAdmin ? "grave" : "guarded"}
      verb={t(`${act}.verb`)}
      title={t(`${act}.title`, { subject: name })}
      size="small"
      why={why}
    />
  );
}
