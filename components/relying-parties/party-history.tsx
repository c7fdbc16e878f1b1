import { useTranslations } from "next-intl";
import type { RequestCard } from "@/lib/requests/shapes";
import { RequestTable } from "../operation/request-table";
import { Blank } from "../ui/blank";

/** What people asked the console to do to this relying party, newest first. */
export function PartyHistory({ cards, now }: { cards: readonly RequestCard[]; now: string }) {
  const t = useTranslations("relyingParties.history");
  return (
    <RequestTable
      cards={cards}
      now={now}
      foot={t("foot", { count: cards.length })}
      empty={
        <Blank mark="unknown" title={t("none.title")}>
          {t("none.words")}
        </Blank>
      }
    />
  );
}
