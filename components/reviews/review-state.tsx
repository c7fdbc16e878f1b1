import { useTranslations } from "next-intl";
import type { ReviewState as StateOfReview } from "@/lib/reviews/shapes";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";

const marks: Record<StateOfReview, StateName> = { open: "degraded", written: "moving", filed: "ok" };

export function ReviewState({ state }: { state: StateOfReview }) {
  const t = useTranslations("reviews.state");
  return <State name={marks[state]}>{t(state)}</State>;
}
