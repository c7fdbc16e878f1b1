import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { DeclareFrom } from "@/components/incidents/declare-from";
import { IncidentFilters } from "@/components/incidents/incident-filters";
import { IncidentTable } from "@/components/incidents/incident-table";
import { Blank } from "@/components/ui/blank";
import { Note } from "@/components/ui/note";
import { requirePerson } from "@/lib/access/identify";
import { listIncidents } from "@/lib/incidents/queries/list-incidents";
import { type IncidentFilter, incidentFilter } from "@/lib/incidents/shapes";
import { triage } from "@/lib/triage/queries/triage";

const pageSize = 50;

export async function generateMetadata() {
  return { title: (await getTranslations("incidents"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function IncidentsPage({ searchParams }: Props) {
  const actor = await requirePerson("/incidents");
  const given = incidentFilter.safeParse(await searchParams);
  const filter = given.data ?? incidentFilter.parse({});
  const t = await getTranslations("incidents");
  const [{ cards, more }, seen] = await Promise.all([listIncidents(actor, filter, pageSize), triage(actor)]);
  const last = cards.at(-1);
  const kind = filter.state === "all" ? "any" : filter.state;
  return (
    <Page>
      <PageHead
        title={t("title")}
        beside={<span className="soft">{t("summary", { count: cards.length })}</span>}
        acts={<DeclareFrom triage={seen} />}
      />
      {given.success ? null : <Note kind="degraded" lead={t("filter.notUnderstood")} />}
      <NuqsAdapter>
        <IncidentFilters />
      </NuqsAdapter>
      <IncidentTable
        cards={cards}
        now={new Date().toISOString()}
        foot={
          <>
            {filter.after ? <Link href={addressOf(filter, "")}>{t("firstPage")}</Link> : null}{" "}
            {more && last ? (
              <Link href={addressOf(filter, String(last.number))}>{t("nextPage", { count: pageSize })}</Link>
            ) : null}
          </>
        }
        empty={
          <Blank mark={kind === "resolved" ? "unknown" : "ok"} title={t(`empty.${kind}`)} level={2}>
            {t("empty.words")}
          </Blank>
        }
      />
    </Page>
  );
}

/** The same view at another page. */
function addressOf({ state }: IncidentFilter, after: string): string {
  return `/incidents?${new URLSearchParams(after === "" ? { state } : { state, after })}`;
}
