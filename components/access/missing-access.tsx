"use client";

import { useClerk, useOrganizationList, useUser } from "@clerk/nextjs";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "../ui/button";
import { Forbidden } from "../ui/forbidden";
import { Skeleton } from "../ui/skeleton";

type Props = { code: string; organisation: string; next: string };

/**
 * Signed in, but not let in. A member whose active organisation is another one is switched over, once; anybody else reads what is
 * missing and whom to ask.
 */
export function MissingAccess({ code, organisation, next }: Props) {
  const t = useTranslations("signIn");
  const common = useTranslations();
  const { signOut } = useClerk();
  const { isLoaded: userLoaded, user } = useUser();
  const organisations = useOrganizationList();
  const tried = useRef(false);
  const member =
    user?.organizationMemberships.some((membership) => membership.organization.id === organisation) ?? false;
  const maySwitch = code === "wrong_organisation" && member;
  useEffect(() => {
    if (!maySwitch || !organisations.isLoaded || tried.current) return;
    tried.current = true;
    const goOn = async (): Promise<void> => {
      await organisations.setActive({ organization: organisation });
      window.location.assign(next);
    };
    void goOn();
  }, [maySwitch, organisations, organisation, next]);
  if (!userLoaded || maySwitch) return <Skeleton rows={3} />;
  const email = user?.primaryEmailAddress?.emailAddress ?? "";
  const known =
    code === "no_second_factor"
      ? "noSecondFactor"
      : code === "no_role" || code === "wrong_organisation"
        ? "noRole"
        : null;
  const leave = <Button onClick={() => void signOut({ redirectUrl: "/sign-in" })}>{t("signOut")}</Button>;
  return (
    <Forbidden level={1} title={known ? t(`${known}.title`) : t("title")} actions={leave}>
      <p>{known ? t(`${known}.words`, { email }) : common("refusals.internal_error.sentence")}</p>
      <p className="mono">{known === "noRole" ? "no_role" : code}</p>
    </Forbidden>
  );
}
