"use client";

import { useTranslations } from "next-intl";
import type { ReviewCard } from "@/lib/reviews/shapes";
import { useLive } from "../console/use-live";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { ReviewTable } from "./review-table";

/** Reviews that are owed, live, the most urgent first. */
export function LiveReviews({ initial, now }: { initial: ReviewCard[]; now: string }) {
  const t = useTranslations("reviews");
  const { data } = useLive<ReviewCard[]>("reviews", {}, initial, 5_000);
  return (
    <Section title={t("owed.title")} aside={t("owed.count", { count: data.length })}>
      <ReviewTable
        caption={t("owed.title")}
        reviews={data}
        now={now}
        empty={
          <Blank mark="ok" title={t("owed.none.title")}>
            {t("owed.none.words")}
          </Blank>
        }
      />
    </Section>
  );
}
