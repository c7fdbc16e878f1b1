"use client";

import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { FilterChip } from "../ui/filter-chip";

const parsers = { state: parseAsString.withDefault("all"), after: parseAsString.withDefault("") };
const states = ["all", "open", "resolved"] as const;

/** What the list shows, kept in the address. */
export function IncidentFilters() {
  const t = useTranslations("incidents.filter");
  const [{ state }, set] = useQueryStates(parsers, { shallow: false, history: "push" });
  return (
    <div className="filters" role="search">
      <FilterChip
        name={t("state")}
        value={state}
        options={states.map((value) => ({ value, label: t(value) }))}
        onChoose={(value) => void set({ state: value, after: null })}
      />
    </div>
  );
}
