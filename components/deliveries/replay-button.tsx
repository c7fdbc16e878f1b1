"use client";

import { useTranslations } from "next-intl";
import type { ReplayWish } from "@/lib/replays/shapes";
import { WishButton } from "../operation/wish-button";
import { ReplayForm } from "./replay-form";

type Props = {
  /** What is to be put back: what a search finds, or deliveries by their ids. */
  of: Pick<ReplayWish, "filter" | "ids">;
  /** What a screen reader hears, where several such buttons stand below each other. */
  label?: string;
};

/** Asks how a replay is meant, and then for it. */
export function ReplayButton({ of, label }: Props) {
  const names = useTranslations("operations.names.delivery.replay");
  const t = useTranslations("replays.ask");
  return (
    <WishButton<ReplayWish>
      operation="delivery.replay"
      verb={names("verb")}
      title={t("title")}
      button={{ size: "small", "aria-label": label }}
      ask={(props) => <ReplayForm of={of} {...props} />}
    >
      {t("verb")}
    </WishButton>
  );
}
