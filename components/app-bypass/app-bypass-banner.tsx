"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { LiveAppBypass } from "@/lib/app-bypass/shapes";
import { inert } from "@/lib/core/text";
import { useShell } from "../console/live-frame";
import { Button } from "../ui/button";
import { TimeLeft } from "../ui/time-left";
import { useEndAppBypass } from "./use-end-app-bypass";

/** For everybody, on every page, for as long as an app takes people in without Clerk: which, how far, how long, and the end of it. */
export function AppBypassBanner() {
  const t = useTranslations("appBypass.banner");
  const { view } = useShell();
  if (view.appBypasses.length === 0) return null;
  return (
    <section className="glass" aria-label={t("label")}>
      <i />
      <div>
        {view.appBypasses.map((each) => (
          <OneApp key={each.id} bypass={each} now={view.now} mayEnd={view.mayEndGrants} />
        ))}
      </div>
      <i />
    </section>
  );
}

function OneApp({ bypass, now, mayEnd }: { bypass: LiveAppBypass; now: string; mayEnd: boolean }) {
  const [t, rungs] = [useTranslations("appBypass.banner"), useTranslations("appBypass.rung")];
  const { busy, end } = useEndAppBypass(bypass);
  const { appName, rung, openedBy, incident, endsAt } = bypass;
  // A clock inside what is announced would be read out every second.
  const clock = (): ReactNode => (
    <span aria-live="off">
      <TimeLeft until={endsAt} now={now} />
    </span>
  );
  return (
    <div className="opening">
      <p>
        <b>{t("lead", { name: inert(appName) })}</b> {t("rung", { rung: rungs(rung), who: inert(openedBy) })}
        {incident === null ? null : ` · ${inert(incident)}`}
      </p>
      <span className="left nb">{t.rich("left", { clock })}</span>
      {mayEnd ? (
        <Button gates="stop" busy={busy} onClick={end}>
          {busy ? t("ending") : t("endNow")}
        </Button>
      ) : null}
    </div>
  );
}
