"use client";

import { useTranslations } from "next-intl";
import { SettingAct } from "../settings/setting-act";

/** Signs one customer out everywhere. */
export function RevokePerson({ user }: { user: string }) {
  const names = useTranslations("operations.names.session.revoke-person");
  return (
    <div className="acts">
      <SettingAct
        operation="session.revoke-person"
        input={{ user }}
        risk="guarded"
        verb={names("verb")}
        title={names("title", { subject: user })}
      />
    </div>
  );
}
