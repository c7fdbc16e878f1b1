import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RequestCard } from "@/lib/requests/shapes";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { HistoryTable } from "./history-table";

/** One page of the history, and the way to the next. */
export function HistoryPart({ cards, more, now }: { cards: readonly RequestCard[]; more: boolean; now: string }) {
  const t = useTranslations("approvals.history");
  const common = useTranslations("common");
  const last = cards.at(-1);
  return (
    <Section title={t("title")} aside={t("order")}>
      <HistoryTable
        cards={cards}
        now={now}
        foot={
          more && last ? (
            <Link href={`/approvals?part=history&before=${encodeURIComponent(last.createdAt)}`}>{common("next")}</Link>
          ) : null
        }
        empty={
          <Blank mark="unknown" title={t("empty.title")}>
            {t("empty.words")}
          </Blank>
        }
      />
    </Section>
  );
}
