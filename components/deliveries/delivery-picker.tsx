"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { DeliveryFilter, DeliveryRow, DeliveryState, Matching } from "@/lib/deliveries/shapes";
import { announce } from "../ui/announce";
import { Tick } from "../ui/tick";
import { DeliveryTable } from "./delivery-table";
import { SelectionBar } from "./selection-bar";

type Props = {
  state: DeliveryState;
  rows: readonly DeliveryRow[];
  matching: Matching | null;
  filter: DeliveryFilter;
  now: string;
  foot: ReactNode;
  /** The page shows all that there is. */
  alone: boolean;
};

/** What is ticked: rows of one page, or everything that one search finds. Each holds for the page or search that it was made on. */
type Picked = { kind: "rows"; of: string; ids: readonly string[] } | { kind: "all"; of: string };

const nothing: Picked = { kind: "rows", of: "", ids: [] };

/** The rows with a tick each, and what can be done with those that are ticked. */
export function DeliveryPicker({ state, rows, matching, filter, now, foot, alone }: Props) {
  const t = useTranslations("deliveries.selection");
  const [picked, setPicked] = useState<Picked>(nothing);
  const { cursor, back, exact: _exact, groups: _groups, ...search } = filter;
  const [searched, page] = [JSON.stringify(search), JSON.stringify([search, cursor, back])];
  const all = picked.kind === "all" && picked.of === searched;
  const ids = rows.map(({ id }) => id).filter((id) => all || isTicked(picked, page, id));
  const pick = (next: Picked, words: string): void => {
    setPicked(next);
    announce(words);
  };
  const pickRows = (some: readonly string[]): void =>
    pick({ kind: "rows", of: page, ids: some }, t("onThisPage", { count: some.length }));
  const toggle = (id: string): void => pickRows(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  return (
    <>
      <SelectionBar
        shown={rows.map(({ id }) => id)}
        ids={ids}
        all={all}
        alone={alone}
        matching={matching}
        search={search}
        onRows={pickRows}
        onAll={() => pick({ kind: "all", of: searched }, matching ? t("all", countOf(matching)) : t("allUncounted"))}
      />
      <DeliveryTable
        state={state}
        rows={rows}
        now={now}
        foot={foot}
        pick={{
          head: <span className="sr">{t("column")}</span>,
          picked: ({ id }) => ids.includes(id),
          cell: ({ id }) => <Tick label={t("row", { id })} ticked={ids.includes(id)} onTick={() => toggle(id)} />,
        }}
      />
    </>
  );
}

const isTicked = (picked: Picked, page: string, id: string): boolean =>
  picked.kind === "rows" && picked.of === page && picked.ids.includes(id);

const countOf = ({ count, atLeast }: Matching) => ({ count, atLeast: String(atLeast) });
