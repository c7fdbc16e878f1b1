"use client";

import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { inert } from "@/lib/core/text";
import { requestStates } from "@/lib/requests/shapes";
import { Button } from "../ui/button";
import { FilterChip } from "../ui/filter-chip";

const text = parseAsString.withDefault("");
const parsers = {
  state: text,
  operation: text,
  risk: text,
  by: text,
  whose: parseAsString.withDefault("all"),
  since: parseAsString.withDefault("any"),
  after: text,
};

type Props = { operations: readonly string[]; people: readonly { id: string; name: string }[] };

const risks = ["stop", "guarded", "grave", "emergency"] as const;
const owners = ["all", "mine", "waiting"] as const;
const spans = ["any", "day", "week", "month"] as const;

/** What the list shows, kept in the address: a view is a link. A changed filter starts at the first page. */
export function RequestFilters({ operations, people }: Props) {
  const [t, risk, state] = [useTranslations("operations"), useTranslations("risk"), useTranslations("operation.state")];
  const [filter, set] = useQueryStates(parsers, { shallow: false, history: "push" });
  const any = { value: "", label: t("filter.any") };
  const choose = (change: Partial<typeof filter>): void => void set({ ...change, after: null });
  const { state: ofState, operation, risk: ofRisk, by, whose, since } = filter;
  const narrowed = Boolean(ofState || operation || ofRisk || by || whose !== "all" || since !== "any");
  return (
    <div className="filters" role="search">
      <FilterChip
        name={t("filter.whose")}
        value={whose}
        options={owners.map((value) => ({ value, label: t(`whose.${value}`) }))}
        onChoose={(value) => choose({ whose: value })}
      />
      <FilterChip
        name={t("filter.state")}
        value={ofState}
        options={[any, ...requestStates.map((value) => ({ value, label: state(value) }))]}
        onChoose={(value) => choose({ state: value })}
      />
      <FilterChip
        name={t("filter.operation")}
        value={operation}
        options={[any, ...operations.map((value) => ({ value, label: value }))]}
        onChoose={(value) => choose({ operation: value })}
      />
      <FilterChip
        name={t("filter.risk")}
        value={ofRisk}
        options={[any, ...risks.map((value) => ({ value, label: risk(`${value}.name`) }))]}
        onChoose={(value) => choose({ risk: value })}
      />
      <FilterChip
        name={t("filter.by")}
        value={by}
        options={[any, ...people.map(({ id, name }) => ({ value: id, label: inert(name) }))]}
        onChoose={(value) => choose({ by: value })}
      />
      <FilterChip
        name={t("filter.since")}
        value={since}
        options={spans.map((value) => ({ value, label: t(`since.${value}`) }))}
        onChoose={(value) => choose({ since: value })}
      />
      {narrowed ? (
        <Button variant="bare" onClick={() => void set(null)}>
          {t("filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}
