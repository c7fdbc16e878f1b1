"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { TriageView } from "@/lib/live/shapes";
import { inOrder } from "@/lib/triage/rules/evidence-order";
import type { Triage } from "@/lib/triage/shapes";
import { Age } from "../ui/age";
import type { StateName } from "../ui/mark";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Tape, useTapeText } from "../ui/tape";
import { Contradictions } from "./contradictions";
import type { Evidence } from "./use-detail-text";
import { useProbeName } from "./use-probe-name";
import { useReading } from "./use-reading";
import { staleAfterSeconds } from "./use-verdict-text";

/** A check that nobody looked at lately shows that by a mark of its own: it is not the same as one that could not see. */
export const stateOf = ({ status, detail }: Evidence): StateName => (detail === "stale" ? "stale" : status);

type Props = { view: TriageView; acts: ReactNode };

/** Every check in its place, whatever it says. */
export function EvidenceTable({ view, acts }: Props) {
  const t = useTranslations("triagePage.evidence");
  const columns = useColumns(view);
  const rows = inOrder(view.triage.evidence);
  return (
    <Section title={t("title")} aside={acts}>
      <div className="evidence">
        <Table
          caption={t("count", { count: rows.length })}
          columns={columns}
          rows={rows}
          rowKey={({ probe }) => probe}
          rowState={({ status }) => (status === "down" ? "down" : undefined)}
          tight
        />
      </div>
      <Contradictions view={view} />
    </Section>
  );
}

function useColumns({ triage, tapes, apps, now }: TriageView): Column<Evidence>[] {
  const t = useTranslations("triagePage.evidence");
  const [name, reading, tapeText] = [useProbeName(apps), useReading(now), useTapeText()];
  return [
    { key: "check", head: t("check"), width: "168px", cell: ({ probe }) => name(probe) },
    { key: "state", head: t("state"), width: "98px", cell: (seen) => <State name={stateOf(seen)} /> },
    {
      key: "reading",
      head: t("reading"),
      whole: reading,
      cell: (seen) => <span className={seen.status === "unknown" ? "quiet" : undefined}>{reading(seen)}</span>,
    },
    {
      key: "tape",
      head: t("tape"),
      width: "var(--tape-column)",
      cell: ({ probe }) => {
        const ticks = tapes[probe];
        return ticks === undefined ? null : <Tape ticks={ticks} label={tapeText(ticks)} />;
      },
    },
    {
      key: "measured",
      head: t("measured"),
      width: "84px",
      align: "right",
      cell: ({ observedAt }) => (
        <span className="quiet">
          {observedAt === null ? (
            t("never")
          ) : (
            <Age at={observedAt} now={now} tight staleAfterSeconds={staleAfterSeconds} />
          )}
        </span>
      ),
    },
    {
      key: "says",
      head: t("says"),
      width: "var(--says-column)",
      cell: ({ probe }) => <Says probe={probe} triage={triage} />,
    },
  ];
}

/** Whether a check speaks for the verdict or against it. */
function Says({ probe, triage }: { probe: string; triage: Triage }) {
  const [t, category] = [useTranslations("triagePage.evidence"), useTranslations("triagePage.category")];
  if (triage.for.includes(probe))
    return <span className="small soft">{t("for", { category: category(triage.category) })}</span>;
  if (triage.against.includes(probe) && triage.category !== "unknown")
    return <span className="small against">{t("against")}</span>;
  return <span className="small" />;
}
