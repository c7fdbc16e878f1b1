"use client";

import { useTranslations } from "next-intl";
import { Banner } from "../console/banner";
import { leavePath } from "./leave-path";

/** An opening that ended under an open page: what stands on the page stays, and the ways on are told. */
export function GrantOver() {
  const t = useTranslations("glass.endedUnder");
  const here = typeof window === "undefined" ? "/" : window.location.pathname + window.location.search;
  return (
    <div role="alert">
      <Banner
        kind="down"
        lead={t("lead")}
        acts={
          <>
            {/* Documents of their own, in a tab of their own: this one may hold what somebody wrote. */}
            <a href={leavePath(here)} target="_blank" rel="noopener">
              {t("signIn")}
            </a>
            <a href="/break-glass" target="_blank" rel="noopener">
              {t("again")}
            </a>
          </>
        }
      >
        {t("words")}
      </Banner>
    </div>
  );
}
