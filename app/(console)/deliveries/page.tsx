import { getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { Aside } from "@/components/deliveries/aside";
import { DeadGroups } from "@/components/deliveries/dead-groups";
import { DeliveryFilters } from "@/components/deliveries/delivery-filters";
import { DeliveryRows } from "@/components/deliveries/delivery-rows";
import { IndexGaps } from "@/components/deliveries/index-gaps";
import { RelyingPartyTable } from "@/components/deliveries/relying-party-table";
import { SavedViews } from "@/components/deliveries/saved-views";
import { Note } from "@/components/ui/note";
import { Section } from "@/components/ui/section";
import { State } from "@/components/ui/state";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { readBoard } from "@/lib/deliveries/queries/board";
import { countDeliveries, listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { listEventTypes } from "@/lib/deliveries/queries/list-event-types";
import { listViews } from "@/lib/deliveries/queries/list-views";
import { deliveryFilter } from "@/lib/deliveries/shapes";

export async function generateMetadata() {
  return { title: (await getTranslations("deliveries"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DeliveriesPage({ searchParams }: Props) {
  const actor = await requirePerson("/deliveries");
  const given = deliveryFilter.safeParse(await searchParams);
  const filter = given.data ?? deliveryFilter.parse({});
  const t = await getTranslations("deliveries");
  const rowsAllowed = hasRole(actor, ["responder", "admin"]);
  const [read, views, events, page, matching] = await Promise.all([
    settled(() => readBoard(actor, filter.exact === "1")),
    rowsAllowed ? listViews(actor) : [],
    rowsAllowed ? settled(() => listEventTypes(actor)) : null,
    rowsAllowed ? settled(() => listDeliveries(actor, filter)) : null,
    rowsAllowed ? settled(() => countDeliveries(actor, filter)) : null,
  ]);
  if (!read.ok) return <RefusedPage refusal={read.refusal} again="/deliveries" />;
  const { parties, groups, gaps } = read.value;
  const known = parties.value ?? [];
  const now = new Date().toISOString();
  const dead = known.reduce((sum, party) => sum + party.dead, 0);
  const atLeast = known.some((party) => party.atLeast);
  const slow = parties.slow || groups?.slow || page?.ok === false || matching?.ok === false;
  return (
    <Page>
      <PageHead
        title={t("title")}
        beside={
          <>
            {parties.value ? (
              <span className="soft">
                {t(atLeast ? "summaryAtLeast" : "summary", {
                  dead,
                  groups: known.filter((party) => party.dead > 0).length,
                })}{" "}
                <Aside count={known.reduce((sum, { discarded }) => sum + discarded, 0)} />
              </span>
            ) : null}
            {slow ? <State name="stale">{t("slow.badge")}</State> : null}
          </>
        }
      />
      {given.success ? null : <Note kind="degraded" lead={t("filterNotUnderstood")} />}
      <IndexGaps gaps={gaps} />
      {rowsAllowed ? (
        <>
          <NuqsAdapter>
            <DeliveryFilters parties={known} events={events?.ok ? events.value : []} />
          </NuqsAdapter>
          <SavedViews views={views} filter={filter} />
        </>
      ) : null}
      {groups ? (
        <DeadGroups snapshot={groups} filter={filter} now={now} />
      ) : (
        <Section title={t("byRelyingParty")} aside={t("sorted")}>
          <RelyingPartyTable groups={known} now={now} />
        </Section>
      )}
      {page ? (
        <DeliveryRows
          read={page}
          matching={matching?.ok ? matching.value : null}
          filter={filter}
          parties={known}
          now={now}
        />
      ) : null}
    </Page>
  );
}
