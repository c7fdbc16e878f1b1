"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { sourceOf } from "@/lib/incidents/rules/report";
import type { Entry } from "@/lib/incidents/shapes";
import type { Named } from "@/lib/triage/rules/next-steps";
import { groundOf } from "../triage/use-verdict-text";
import { instantText } from "../ui/instant";
import { Mark, type MarkName } from "../ui/mark";
import { useEntryText } from "./use-entry-text";

type Props = { entries: readonly Entry[]; apps: readonly Named[]; now: string };

/** What happened, the oldest first. Each line says when it was, who or what says so, and where it can be looked at. */
export function Timeline({ entries, apps, now }: Props) {
  const t = useTranslations("incidents.timeline");
  return (
    <ol className="timeline" aria-label={t("title")}>
      {entries.map((entry) => (
        <Line key={entry.id} entry={entry} apps={apps} now={now} />
      ))}
    </ol>
  );
}

function Line({ entry, apps, now }: { entry: Entry; apps: readonly Named[]; now: string }) {
  const [t, locale] = [useTranslations("incidents.timeline"), useLocale()];
  const { lead, more, quote } = useEntryText(apps)(entry);
  const { kind, happenedAt, recordedAt, author } = entry;
  const href = hrefOf(entry);
  const late = Date.parse(recordedAt) - Date.parse(happenedAt) > 60_000;
  return (
    <li data-kind={kind}>
      <time dateTime={happenedAt} title={happenedAt} className="nb">
        {instantText(happenedAt, now, "UTC", locale)}
      </time>
      <span className="dot">
        <Mark name={markOf(entry)} />
      </span>
      <div>
        {kind === "note" ? null : (
          <p className="lead">
            {href === null ? (
              lead
            ) : (
              <Link prefetch={false} href={href}>
                {lead}
              </Link>
            )}
          </p>
        )}
        {quote === null ? null : <p className="inert words">{quote}</p>}
        {more === null ? null : <p className="small soft">{more}</p>}
        {late ? (
          <p className="small soft">{t("written", { at: instantText(recordedAt, now, "UTC", locale) })}</p>
        ) : null}
      </div>
      <span className="source">
        {author === null
          ? t("measured")
          : t(sourceOf(entry) === "measured" ? "acted" : "stated", { name: inert(author) })}
      </span>
    </li>
  );
}

function hrefOf({ kind, values }: Entry): string | null {
  if (kind === "operation") return values.requestId ? `/operations/${values.requestId}` : null;
  return kind === "grant_opened" || kind === "grant_ended" ? "/bypass" : null;
}

const ofEnding: Readonly<Record<string, MarkName>> = {
  running: "moving",
  succeeded: "ok",
  failed: "down",
};

function markOf({ kind, values: { category = "unknown", severity = "none", ending = "unknown" } }: Entry): MarkName {
  if (kind === "declared" && severity !== "none") return severity;
  if (kind === "verdict") return groundOf({ category, severity }, false);
  if (kind === "operation") return ofEnding[ending] ?? "unknown";
  const plain: Partial<Record<Entry["kind"], MarkName>> = {
    began: "down",
    note: "stated",
    resolved: "ok",
    grant_opened: "emergency",
  };
  return plain[kind] ?? "here";
}
