import { getTranslations } from "next-intl/server";
import { AskAgain } from "@/components/console/ask-again";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { CustomerSearchForm } from "@/components/customers/customer-search-form";
import { SearchOutcome } from "@/components/customers/search-outcome";
import { Blank } from "@/components/ui/blank";
import { Note } from "@/components/ui/note";
import { requirePerson } from "@/lib/access/identify";
import { settled } from "@/lib/core/errors";
import { mostHits, searchCustomers } from "@/lib/customers/queries/search-customers";
import { customerSearch, fewestLetters } from "@/lib/customers/shapes";

export async function generateMetadata() {
  return { title: (await getTranslations("customers"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PeoplePage({ searchParams }: Props) {
  const actor = await requirePerson("/people");
  const given = customerSearch.safeParse(await searchParams);
  const q = given.data?.q ?? "";
  const t = await getTranslations("customers");
  const found = await settled(() => searchCustomers(actor, q));
  if (!found.ok) return <RefusedPage refusal={found.refusal} again="/people" />;
  const search = found.value;
  return (
    <Page>
      <PageHead
        title={t("title")}
        beside={<span className="soft">{t("lead")}</span>}
        acts={typeof search === "string" ? undefined : <AskAgain readAt={new Date().toISOString()} />}
      />
      <CustomerSearchForm q={q} />
      {given.success ? null : <Note kind="degraded" lead={t("search.notUnderstood")} />}
      {search === "too_short" ? (
        <Note kind="degraded" lead={t("search.tooShort", { letters: fewestLetters })} />
      ) : search === "nothing" ? (
        <Blank mark="unknown" title={t("search.nothingYet.title")} level={2}>
          {t("search.nothingYet.words")}
        </Blank>
      ) : (
        <SearchOutcome search={search} limit={mostHits} />
      )}
    </Page>
  );
}
