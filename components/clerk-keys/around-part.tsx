"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ClerkKeyView } from "@/lib/clerk-keys/shapes";
import { inert } from "@/lib/core/text";
import { type DeclarePrefill, numberOfIncident } from "@/lib/incidents/shapes";
import { DeclareIncident } from "../incidents/declare-sheet";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { useMeasuredNote } from "./use-measured-note";

/** Where a person does what nothing does from here. @source Clerk incident runbook, "Prerequisites" */
const dashboards: Readonly<Record<string, string>> = {
  Clerk: "https://dashboard.clerk.com",
  Render: "https://dashboard.render.com",
};

type Props = { view: ClerkKeyView; incident: string | null; prefill: DeclarePrefill };

/** What belongs to a leaked key beside the key itself, and where that is done. */
export function AroundPart({ view, incident, prefill }: Props) {
  const t = useTranslations("clerkKeys.page");
  return (
    <Section title={t("after")} aside={t("afterAside")}>
      <Facts>
        <Fact term={t("incident.term")}>
          <IncidentWay view={view} incident={incident} prefill={prefill} />
        </Fact>
        <Fact term={t("own.term")}>{t(view.ownIsOld ? "own.old" : "own.fresh")}</Fact>
        <Fact term={t("sessions.term")}>
          {t("sessions.words")}
          <ul className="plain">
            <li>
              <Link prefetch={false} href="/sessions">
                {t("sessions.everyone")}
              </Link>
            </li>
            <li>
              <Outside place="Clerk">{t("sessions.revoke")}</Outside>
            </li>
            <li>
              <Link prefetch={false} href="/people">
                {t("sessions.look")}
              </Link>
            </li>
          </ul>
        </Fact>
        <Fact term={t("audit.term")}>
          <AuditLogs view={view} />
        </Fact>
      </Facts>
    </Section>
  );
}

/** To the incident that is open, or to a new one that begins with what this page has measured. */
function IncidentWay({ view, incident, prefill }: Props) {
  const t = useTranslations("clerkKeys.page.incident");
  const [open, note] = [useTranslations("incidents"), useMeasuredNote(view)];
  const { fingerprint } = view;
  if (incident !== null)
    return (
      <>
        {t("words")}{" "}
        <Link prefetch={false} href={`/incidents/${numberOfIncident(incident)}`}>
          {open("open", { incident })}
        </Link>
      </>
    );
  return (
    <>
      {t("words")}
      <div className="around-acts">
        <DeclareIncident prefill={{ ...prefill, title: t("title", { fingerprint }), note }} />
      </div>
    </>
  );
}

/** Each place that may have written down who used or read the key, and what to look for there. */
function AuditLogs({ view: { consumers } }: { view: ClerkKeyView }) {
  const t = useTranslations("clerkKeys.page.audit");
  const hosts = [...new Set(consumers.map(({ hostedOn }) => hostedOn))];
  return (
    <ul className="plain">
      <li>
        <Outside place="Clerk">Clerk</Outside>: {t("clerk")}
      </li>
      {hosts.map((host) => {
        const there = consumers.filter(({ hostedOn }) => hostedOn === host);
        const apps = there.map(({ name }) => inert(name)).join(", ");
        const keys = [...new Set(there.flatMap(({ envKeys }) => envKeys))].join(", ") || "–";
        return (
          <li key={host}>
            <Outside place={host}>{inert(host)}</Outside>: {t("host", { keys, apps })}
          </li>
        );
      })}
      <li>
        <Link prefetch={false} href="/record">
          {t("record")}
        </Link>
        : {t("here")}
      </li>
    </ul>
  );
}

function Outside({ place, children }: { place: string; children: string }) {
  const href = dashboards[place];
  return href === undefined ? (
    <>{children}</>
  ) : (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
