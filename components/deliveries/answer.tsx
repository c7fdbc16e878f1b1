import { useTranslations } from "next-intl";
import { State } from "../ui/state";

/** What a receiver answered: its status with the shape of good or bad, or that there was no answer. */
export function Answer({ status, delivered }: { status: number | null; delivered?: boolean }) {
  const t = useTranslations("deliveries.answer");
  if (status === null) return delivered ? <State name="ok">–</State> : <State name="unknown">{t("none")}</State>;
  return <State name={status < 300 ? "ok" : "down"}>{status}</State>;
}
