"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ButtonLink } from "../ui/button-link";
import { Failure } from "../ui/failure";

const askAgainMs = 5_000;

/** In place of a sign-in form that could not load. Asks again by itself. */
export function ClerkSilent() {
  const t = useTranslations("signIn.clerkDown");
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), askAgainMs);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <Failure
      level={1}
      title={t("title")}
      code="clerk_unreachable"
      actions={<ButtonLink href="/break-glass">{t("breakGlass")}</ButtonLink>}
    >
      {t("words")}
    </Failure>
  );
}
