"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { DeliverySearch, ExportInput, Matching } from "@/lib/deliveries/shapes";
import { replayFilterOf } from "@/lib/replays/rules/from-search";
import { Button } from "../ui/button";
import { Tick } from "../ui/tick";
import { ExportButton } from "./export-button";
import { ReplayButton } from "./replay-button";

type Props = {
  /** How many rows the page shows, and which of them are ticked. */
  shown: readonly string[];
  ids: readonly string[];
  /** Everything that the search finds is meant, on every page. */
  all: boolean;
  /** The page shows all that there is. */
  alone: boolean;
  matching: Matching | null;
  search: DeliverySearch;
  onRows: (ids: readonly string[]) => void;
  onAll: () => void;
};

/** Stands above the rows at all times, says in words what is meant, and holds what can be done with it. */
export function SelectionBar({ shown, ids, all, alone, matching, search, onRows, onAll }: Props) {
  const t = useTranslations("deliveries.selection");
  const [none, whole] = [ids.length === 0, ids.length === shown.length];
  const input = useMemo<ExportInput>(() => ({ of: all ? { filter: search } : { ids: [...ids] } }), [all, search, ids]);
  const counted = matching && { count: matching.count, atLeast: String(matching.atLeast) };
  return (
    <div className="selection" data-some={none ? undefined : true} role="group" aria-label={t("label")}>
      <Tick
        label={t("page", { count: shown.length })}
        ticked={whole || (none ? false : "some")}
        onTick={() => onRows(whole ? [] : shown)}
      >
        {none ? t("page", { count: shown.length }) : null}
      </Tick>
      {none ? null : (
        <>
          <strong>
            {all ? (counted ? t("all", counted) : t("allUncounted")) : t("onThisPage", { count: ids.length })}
          </strong>
          <span className="small">{t(all ? "allStays" : "pageEnds")}</span>
        </>
      )}
      {all || alone ? null : (
        <Button size="small" variant="bare" onClick={onAll}>
          {counted ? t("selectAll", counted) : t("selectAllUncounted")}
        </Button>
      )}
      {all && !alone ? (
        <Button size="small" variant="bare" onClick={() => onRows(shown)}>
          {t("onlyPage", { count: shown.length })}
        </Button>
      ) : null}
      {none ? null : (
        <span className="acts">
          <Button size="small" variant="bare" onClick={() => onRows([])}>
            {t("clear")}
          </Button>
          {search.state === "dead" ? (
            <ReplayButton of={all ? { filter: replayFilterOf(search) } : { ids: [...ids] }} />
          ) : null}
          <ExportButton key={JSON.stringify(input)} input={input} />
        </span>
      )}
    </div>
  );
}
