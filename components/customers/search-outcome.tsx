import { useTranslations } from "next-intl";
import type { CustomerSearch } from "@/lib/customers/shapes";
import { AskAgainButton } from "../console/ask-again";
import { Blank } from "../ui/blank";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { CustomerHits } from "./customer-hits";

type Props = { search: CustomerSearch; limit: number };

/** What a search brought: whom it found, and which side could not be asked. */
export function SearchOutcome({ search, limit }: Props) {
  const t = useTranslations("customers");
  const { hits, clerk, identity, more } = search;
  const sides = [
    ["clerk", clerk],
    ["identity", identity],
  ] as const;
  const whole = clerk === null && identity === null;
  return (
    <Section title={t("search.found", { count: hits.length })}>
      {sides.map(([place, trouble]) =>
        trouble === null ? null : (
          <Note key={place} kind="degraded" lead={t("side.title", { place })} actions={<AskAgainButton />}>
            {t(`trouble.${trouble}`)} {t("side.words", { place })} <code>{trouble}</code>
          </Note>
        ),
      )}
      {hits.length > 0 ? (
        <CustomerHits hits={hits} />
      ) : (
        <Blank mark="unknown" title={t(whole ? "search.none.title" : "search.noneInPart.title")}>
          {t(whole ? "search.none.words" : "search.noneInPart.words")}
        </Blank>
      )}
      {more ? <p className="quiet">{t("search.more", { limit })}</p> : null}
    </Section>
  );
}
