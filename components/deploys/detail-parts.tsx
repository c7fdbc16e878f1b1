"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { ServiceDetail } from "@/lib/deploys/shapes";
import { Section } from "../ui/section";
import { Time } from "../ui/time";
import { EnvKeyForm } from "./env-key-form";
import { PartMissing } from "./part-missing";

type Props = { detail: ServiceDetail; app: string; now: string; isAdmin: boolean };

/** What runs, what happened, and the names of what it is told. */
export function DetailParts({ detail: { instances, events, envKeys }, app, now, isAdmin }: Props) {
  const t = useTranslations("deploys");
  return (
    <>
      <Section title={t("instances.title")}>
        {instances.ok ? (
          <Rows
            rows={instances.value.map(({ id, createdAt }) => ({ id, words: id, at: createdAt }))}
            none={t("instances.none")}
            now={now}
          />
        ) : (
          <PartMissing refusal={instances.refusal} />
        )}
      </Section>
      <Section title={t("events.title")} aside={t("events.aside")}>
        {events.ok ? (
          <Rows
            rows={events.value.map(({ id, type, outcome, at, deployId }) => ({
              id,
              words: [type, outcome, deployId].filter(Boolean).join(" · "),
              at,
            }))}
            none={t("events.none")}
            now={now}
          />
        ) : (
          <PartMissing refusal={events.refusal} />
        )}
      </Section>
      <Section title={t("keys.title")} aside={t("keys.aside")}>
        {envKeys.ok ? (
          <p className="mono env-keys">{envKeys.value.keys.map(inert).join(" · ") || t("keys.none")}</p>
        ) : (
          <PartMissing refusal={envKeys.refusal} />
        )}
        {envKeys.ok && !envKeys.value.complete ? <p className="quiet">{t("keys.more")}</p> : null}
        <EnvKeyForm app={app} why={isAdmin ? undefined : t("acts.needsAdmin")} />
      </Section>
    </>
  );
}

type Row = { id: string; words: string; at: string | null };

function Rows({ rows, none, now }: { rows: readonly Row[]; none: string; now: string }) {
  if (rows.length === 0) return <p className="soft">{none}</p>;
  return (
    <ul className="host-rows">
      {rows.map(({ id, words, at }) => (
        <li key={id}>
          <span className="mono">{inert(words)}</span>
          {at === null ? null : (
            <span className="quiet">
              <Time at={at} now={now} shape="list" />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
