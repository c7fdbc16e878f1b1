"use client";

import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { inert, isStorable } from "@/lib/core/text";
import type { RelyingPartyGroup } from "@/lib/deliveries/shapes";
import { Button } from "../ui/button";
import { FilterChip } from "../ui/filter-chip";
import { SearchLine } from "./search-line";

const text = parseAsString.withDefault("");
const parsers = {
  state: parseAsString.withDefault("dead"),
  app: text,
  event: text,
  status: text,
  q: text,
  cursor: text,
  back: text,
  exact: text,
  groups: text,
};

type Props = { parties: readonly Pick<RelyingPartyGroup, "id" | "name">[]; events: readonly string[] };

const statuses = ["none", "301", "400", "401", "408", "409", "410", "422", "429", "500", "502", "503", "504"];

/** What the list shows, kept in the address: a view is a link. A changed filter starts at the first page. */
export function DeliveryFilters({ parties, events }: Props) {
  const t = useTranslations("deliveries");
  const [filter, set] = useQueryStates(parsers, { shallow: false, history: "push" });
  const any = { value: "", label: t("filter.any") };
  const choose = (change: Partial<typeof filter>): void =>
    void set({ ...change, cursor: null, back: null, exact: null });
  const narrowed = Boolean(filter.app || filter.event || filter.status || filter.q || filter.state !== "dead");
  return (
    <search className="filters">
      <FilterChip
        name={t("filter.state")}
        value={filter.state}
        options={(["dead", "pending", "delivered"] as const).map((value) => ({ value, label: t(`state.${value}`) }))}
        onChoose={(state) => choose({ state })}
      />
      <FilterChip
        name={t("filter.relyingParty")}
        value={filter.app}
        options={[any, ...parties.map(({ id, name }) => ({ value: id, label: name }))]}
        onChoose={(app) => choose({ app })}
      />
      <FilterChip
        name={t("filter.event")}
        value={filter.event}
        options={[
          any,
          ...[...new Set([...events, filter.event])].filter(Boolean).map((value) => ({ value, label: value })),
        ]}
        onChoose={(event) => choose({ event })}
      />
      <FilterChip
        name={t("filter.status")}
        value={filter.status}
        options={[any, ...statuses.map((value) => ({ value, label: value === "none" ? t("filter.none") : value }))]}
        onChoose={(status) => choose({ status })}
      />
      {narrowed ? (
        <Button variant="bare" onClick={() => void set(null)}>
          {t("filter.clear")}
        </Button>
      ) : null}
      <SearchLine
        said={isStorable(filter.q) ? filter.q : inert(filter.q)}
        vocabulary={{ apps: parties.map(({ name }) => name), events }}
        onSearch={(q) => choose({ q })}
      />
    </search>
  );
}
