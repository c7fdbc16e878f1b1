import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Discard } from "@/lib/deliveries/shapes";
import { Note } from "../ui/note";
import { Time } from "../ui/time";

/** Says that an admin set this delivery aside. */
export function DiscardNote({ discard, now }: { discard: Discard; now: string }) {
  const t = useTranslations("deliveries.discard");
  return (
    <Note kind="plain" lead={t("by", { name: inert(discard.by) })}>
      <Time at={discard.at} now={now} />
    </Note>
  );
}
