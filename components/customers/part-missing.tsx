import { useTranslations } from "next-intl";
import type { PartName, PartTrouble } from "@/lib/customers/shapes";
import { AskAgainButton } from "../console/ask-again";
import { Partial } from "../ui/partial";

/** In place of a part that did not come: which one, why, and a way to ask again. The others are complete. */
export function PartMissing({ part, trouble }: { part: PartName; trouble: PartTrouble }) {
  const t = useTranslations("customers");
  return (
    <Partial title={t("partMissing", { part: t(`part.${part}`) })} actions={<AskAgainButton />}>
      {t(`trouble.${trouble}`)} <code>{trouble}</code>
    </Partial>
  );
}
