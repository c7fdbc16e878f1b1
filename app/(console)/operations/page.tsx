import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RequestFilters } from "@/components/operation/request-filters";
import { RequestTable } from "@/components/operation/request-table";
import { Blank } from "@/components/ui/blank";
import { Note } from "@/components/ui/note";
import { requirePerson } from "@/lib/access/identify";
import { operationPolicy } from "@/lib/access/policy";
import { listPeople } from "@/lib/people/queries/list-people";
import { listRequests } from "@/lib/requests/queries/list-requests";
import { requestFilter } from "@/lib/requests/shapes";

const pageSize = 50;

/** What people ask for by a request of its own. Routine acts and the worker's are in the record. */
const asked = Object.entries(operationPolicy).flatMap(([name, { risk }]) =>
  risk === "routine" || risk === "system" ? [] : [name],
);

export async function generateMetadata() {
  return { title: (await getTranslations("operations"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OperationsPage({ searchParams }: Props) {
  const actor = await requirePerson("/operations");
  const address = await searchParams;
  const given = requestFilter.safeParse(address);
  const filter = given.data ?? requestFilter.parse({});
  const t = await getTranslations("operations");
  const [{ cards, more }, people] = await Promise.all([listRequests(actor, filter, pageSize), listPeople(actor)]);
  const narrowed = JSON.stringify(filter) !== JSON.stringify(requestFilter.parse({}));
  const last = cards.at(-1);
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("summary", { count: cards.length })}</span>} />
      {given.success ? null : <Note kind="degraded" lead={t("filter.notUnderstood")} />}
      <NuqsAdapter>
        <RequestFilters operations={asked} people={people} />
      </NuqsAdapter>
      <RequestTable
        cards={cards}
        now={new Date().toISOString()}
        foot={
          <>
            {filter.after ? <Link href={addressOf(filter, "")}>{t("firstPage")}</Link> : null}{" "}
            {more && last ? <Link href={addressOf(filter, last.id)}>{t("nextPage", { count: pageSize })}</Link> : null}
          </>
        }
        empty={
          <Blank mark="unknown" title={t(narrowed ? "filter.nothing" : "empty.title")} level={2}>
            {t(narrowed ? "filter.nothingWords" : "empty.words")}
          </Blank>
        }
      />
    </Page>
  );
}

/** The same view at another page. */
function addressOf(filter: Record<string, string>, after: string): string {
  const parts = Object.entries({ ...filter, after }).filter(([, value]) => value !== "");
  return `/operations?${new URLSearchParams(parts)}`;
}
