import { useTranslations } from "next-intl";
import type { Refusal } from "@/lib/core/errors";
import { AskAgainButton } from "../console/ask-again";
import { noFacts } from "../operation/no-facts";
import { Partial } from "../ui/partial";

/** In place of a part that did not come: why, and a way to ask again. The others are complete. */
export function PartRefused({ refusal }: { refusal: Refusal }) {
  const t = useTranslations();
  return (
    <Partial title={t("relyingParties.partMissing")} actions={<AskAgainButton />}>
      {t(`refusals.${refusal.code}.sentence`, noFacts)} <code>{refusal.code}</code>
    </Partial>
  );
}
