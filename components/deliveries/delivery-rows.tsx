import Link from "next/link";
import { useTranslations } from "next-intl";
import type { DeliveryFilter, DeliveryPage, RelyingPartyGroup } from "@/lib/deliveries/shapes";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { DeliveryTable } from "./delivery-table";

type Props = {
  now: string;
  page: DeliveryPage;
  filter: DeliveryFilter;
  groups: readonly RelyingPartyGroup[];
};

/** A page of the list, with the way to the next one. Filters and place live in the address. */
export function DeliveryRows({ page: { rows, next }, filter, groups, now }: Props) {
  const t = useTranslations("deliveries");
  const chosen = groups.find((group) => group.id === filter.app);
  const narrowed = filter.app || filter.event || filter.status || filter.q;
  const pageTo = (cursor: string): string => {
    const query = Object.entries({ ...filter, cursor }).filter(
      ([name, value]) => value !== "" && !(name === "state" && value === "dead"),
    );
    return `/deliveries?${new URLSearchParams(query)}`;
  };
  return (
    <Section title={chosen ? `${chosen.name} · ${t(`state.${filter.state}`)}` : t("list")} aside={t("listOrder")}>
      <DeliveryTable
        state={filter.state}
        rows={rows}
        now={now}
        foot={
          <>
            {t("shown", { count: rows.length })}{" "}
            {filter.cursor ? (
              <Link prefetch={false} href={pageTo("")}>
                {t("firstPage")}
              </Link>
            ) : null}{" "}
            {next ? (
              <Link prefetch={false} href={pageTo(next)}>
                {t("nextPage", { count: rows.length })}
              </Link>
            ) : null}
          </>
        }
        empty={
          <Blank mark={narrowed ? "unknown" : "ok"} title={t(narrowed ? "empty.filteredTitle" : "empty.title")}>
            {t(narrowed ? "empty.filteredWords" : "empty.words")}
          </Blank>
        }
      />
    </Section>
  );
}
