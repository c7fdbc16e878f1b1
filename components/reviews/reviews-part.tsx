import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReviewCard } from "@/lib/reviews/shapes";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { LiveReviews } from "./live-reviews";
import { ReviewTable } from "./review-table";

type Props = { owed: ReviewCard[]; filed: { cards: ReviewCard[]; more: boolean }; now: string };

/** What is owed, and below it what was filed. */
export function ReviewsPart({ owed, filed, now }: Props) {
  const t = useTranslations("reviews");
  const common = useTranslations("common");
  const last = filed.cards.at(-1);
  return (
    <>
      <LiveReviews initial={owed} now={now} />
      <Section title={t("filedPart.title")}>
        <ReviewTable
          caption={t("filedPart.title")}
          reviews={filed.cards}
          now={now}
          foot={
            filed.more && last ? <Link href={`/approvals?part=reviews&before=${last.id}`}>{common("next")}</Link> : null
          }
          empty={
            <Blank mark="unknown" title={t("filedPart.none.title")}>
              {t("filedPart.none.words")}
            </Blank>
          }
        />
      </Section>
    </>
  );
}
