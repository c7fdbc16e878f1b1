"use client";

import { useTranslations } from "next-intl";
import type { EveryoneWish } from "@/lib/sessions/shapes";
import { WishButton } from "../operation/wish-button";
import { EveryoneForm } from "./everyone-form";

/** Asks who stays, and then for it. */
export function EveryoneButton({ why }: { why: string | undefined }) {
  const names = useTranslations("operations.names.session.revoke-everyone");
  const t = useTranslations("sessions.ask");
  return (
    <WishButton<EveryoneWish>
      operation="session.revoke-everyone"
      verb={names("verb")}
      title={t("title")}
      button={{ why }}
      ask={(props) => <EveryoneForm {...props} />}
    >
      {t("verb")}
    </WishButton>
  );
}
