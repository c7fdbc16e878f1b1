"use client";

import { useClerk } from "@clerk/nextjs";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";

export function SignOut() {
  const t = useTranslations("shell.person");
  const { signOut } = useClerk();
  return <Button onClick={() => void signOut({ redirectUrl: "/sign-in" })}>{t("signOut")}</Button>;
}
