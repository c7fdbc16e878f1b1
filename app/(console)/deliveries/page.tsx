import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { DeliveryFilters } from "@/components/deliveries/delivery-filters";
import { DeliveryRows } from "@/components/deliveries/delivery-rows";
import { RelyingPartyTable } from "@/components/deliveries/relying-party-table";
import { Note } from "@/components/ui/note";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { listEventTypes } from "@/lib/deliveries/queries/list-event-types";
import { listGroups } from "@/lib/deliveries/queries/list-groups";
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
  const read = await settled(async () => ({
    groups: await listGroups(actor),
    events: rowsAllowed ? await listEventTypes(actor) : [],
    page: rowsAllowed ? await listDeliveries(actor, filter) : null,
  }));
  if (!read.ok) return <RefusedPage refusal={read.refusal} again="/deliveries" />;
  const { groups, events, page } = read.value;
  const now = new Date().toISOString();
  const dead = groups.reduce((sum, group) => sum + group.dead, 0);
  return (
    <Page>
      <PageHead
        title={t("title")}
        beside={
          <span className="soft">
            {t("summary", { dead, groups: groups.filter((group) => group.dead > 0).length })}
          </span>
        }
      />
      {given.success ? null : <Note kind="degraded" lead={t("filterNotUnderstood")} />}
      {rowsAllowed ? <DeliveryFilters groups={groups} events={events} /> : null}
      <Section title={t("byRelyingParty")} aside={t("sorted")}>
        <RelyingPartyTable groups={groups} chosen={filter.app} now={now} linked={rowsAllowed} />
      </Section>
      {page ? <DeliveryRows page={page} filter={filter} groups={groups} now={now} /> : null}
    </Page>
  );
}
