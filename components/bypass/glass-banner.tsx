"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { LiveGrant } from "@/lib/bypass/shapes";
import { inert } from "@/lib/core/text";
import { isGrantOver, useShell } from "../console/live-frame";
import { Button } from "../ui/button";
import { TimeLeft } from "../ui/time-left";
import { useEndGrant } from "./use-end-grant";
import { useStripedIcon } from "./use-striped-icon";

/** For everybody, on every page, for as long as somebody is in without Clerk: who, why, how long, and the end of it. */
export function GlassBanner() {
  const t = useTranslations("glass");
  const frame = useShell();
  const { view } = frame;
  // One's own that has ended is told of by another banner; what was last known of it is wrong now.
  const grants = view.grants.filter(({ own }) => !(own && isGrantOver(frame)));
  useStripedIcon(grants.length > 0);
  if (grants.length === 0) return null;
  return (
    <section className="glass" aria-label={t("label")}>
      <i />
      <div>
        {grants.map((grant) => (
          <OneOpening key={grant.id} grant={grant} now={view.now} mayEnd={grant.own || view.mayEndGrants} />
        ))}
      </div>
      <i />
    </section>
  );
}

function OneOpening({ grant, now, mayEnd }: { grant: LiveGrant; now: string; mayEnd: boolean }) {
  const t = useTranslations("glass");
  const { busy, end } = useEndGrant(grant);
  const { own, opener, incident, expiresAt } = grant;
  const said = { name: grant.personName, reason: inert(grant.reason) };
  // A clock inside what is announced would be read out every second.
  const clock = (): ReactNode => (
    <span aria-live="off">
      <TimeLeft until={expiresAt} now={now} />
    </span>
  );
  return (
    <div className="opening">
      <p>
        <b>{t(opener === "drill" ? "drillLead" : "lead")}</b> {own ? t("whoOwn", said) : t("who", said)}
        {incident === null ? null : ` · ${inert(incident)}`}
        {opener === "drill" ? null : ` · ${t(`opener.${opener}`)}`}
        <Warned grant={grant} now={now} />
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

/** Clerk has been healthy for five minutes: after ten it ends by itself. */
const endsAfterWarningMs = 5 * 60_000;

function Warned({ grant: { warnedAt, own }, now }: { grant: LiveGrant; now: string }) {
  const t = useTranslations("glass");
  if (warnedAt === null) return null;
  const until = new Date(Date.parse(warnedAt) + endsAfterWarningMs).toISOString();
  const clock = (): ReactNode => (
    <span aria-live="off">
      <TimeLeft until={until} now={now} />
    </span>
  );
  return <> · {t.rich(own ? "warned" : "warnedOther", { clock })}</>;
}
