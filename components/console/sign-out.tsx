"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ownClerk } from "../access/own-clerk";
import { Button } from "../ui/button";
import { showToast } from "../ui/show-toast";

export function SignOut() {
  const [t, common] = [useTranslations("shell.person"), useTranslations("common")];
  const [busy, setBusy] = useState(false);
  const leave = async (): Promise<void> => {
    setBusy(true);
    try {
      const clerk = await ownClerk();
      if (!clerk) throw new Error("Clerk's part of the page has not come");
      await clerk.signOut({ redirectUrl: "/sign-in" });
    } catch {
      showToast({ words: common("notLoaded") });
    }
    setBusy(false);
  };
  return (
    <Button busy={busy} onClick={() => void leave()}>
      {t("signOut")}
    </Button>
  );
}
