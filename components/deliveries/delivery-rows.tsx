import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Result } from "@/lib/core/errors";
import { readSearch } from "@/lib/deliveries/rules/search";
import type { DeliveryFilter, DeliveryPage, DeliveryState, Matching, RelyingPartyGroup } from "@/lib/deliveries/shapes";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { addressOf } from "./address";
import { DeliveryPicker } from "./delivery-picker";

type Props = {
  now: string;
  read: Result<DeliveryPage>;
  matching: Matching | null;
  filter: DeliveryFilter;
  parties: readonly RelyingPartyGroup[];
};

/** A page of the list, with the ways to the pages beside it. Filters and place live in the address. */
export function DeliveryRows({ read, matching, filter, parties, now }: Props) {
  const t = useTranslations("deliveries");
  const chosen = parties.find((party) => party.id === filter.app);
  const narrowed = filter.app || filter.event || filter.status || filter.q;
  const named = readSearch(filter.q).terms.findLast(({ field }) => field === "state")?.value;
  const state = (named as DeliveryState | undefined) ?? filter.state;
  return (
    <Section
      title={chosen ? `${chosen.name} · ${t(`state.${state}`)}` : t("list")}
      aside={
        <>
          {t("listOrder")}{" "}
          {matching ? t(matching.atLeast ? "matchingAtLeast" : "matching", { count: matching.count }) : null}{" "}
          {matching?.atLeast ? (
            <Link prefetch={false} href={addressOf({ ...filter, exact: "1" })}>
              {t("groups.exactly")}
            </Link>
          ) : null}
        </>
      }
    >
      {read.ok && read.value.rows.length > 0 ? (
        <DeliveryPicker
          state={state}
          rows={read.value.rows}
          matching={matching}
          filter={filter}
          now={now}
          foot={<Foot page={read.value} filter={filter} />}
          alone={read.value.next === null && read.value.previous === null}
        />
      ) : read.ok ? (
        <Blank mark={narrowed ? "unknown" : "ok"} title={t(narrowed ? "empty.filteredTitle" : "empty.title")}>
          {t(narrowed ? "empty.filteredWords" : "empty.words")} <Foot page={read.value} filter={filter} />
        </Blank>
      ) : (
        <Blank mark="stale" title={t("slow.rowsTitle")}>
          {t("slow.rowsWords")} <code className="quiet">{read.refusal.code}</code>
        </Blank>
      )}
    </Section>
  );
}

function Foot({ page: { rows, next, previous, lookedAt }, filter }: { page: DeliveryPage; filter: DeliveryFilter }) {
  const t = useTranslations("deliveries");
  const start = { ...filter, cursor: "", back: "" };
  return (
    <>
      {rows.length > 0 ? t("shown", { count: rows.length }) : null}{" "}
      {lookedAt !== null && next !== null && rows.length < 50 ? t("lookedAt", { count: lookedAt }) : null}{" "}
      {filter.cursor || filter.back ? (
        <Link prefetch={false} href={addressOf(start)}>
          {t("firstPage")}
        </Link>
      ) : null}{" "}
      {previous ? (
        <Link prefetch={false} href={addressOf({ ...start, back: previous })}>
          {t("previousPage")}
        </Link>
      ) : null}{" "}
      {next ? (
        <Link prefetch={false} href={addressOf({ ...start, cursor: next })}>
          {rows.length === 0 ? t("lookFurther") : t("nextPage", { count: rows.length })}
        </Link>
      ) : null}
    </>
  );
}
