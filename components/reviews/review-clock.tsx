import { useTranslations } from "next-intl";
import type { ReviewCard } from "@/lib/reviews/shapes";
import { Age } from "../ui/age";
import { State } from "../ui/state";
import { TimeLeft } from "../ui/time-left";

/** How long there is still to file it, or since when it is late. */
export function ReviewClock({ review, now }: { review: ReviewCard; now: string }) {
  const t = useTranslations("reviews.clock");
  const { dueAt, late, state } = review;
  if (state === "filed") return <State name={late ? "degraded" : "ok"}>{t(late ? "filedLate" : "filedInTime")}</State>;
  if (late) return <State name="down">{t.rich("late", { age: () => <Age at={dueAt} now={now} tight /> })}</State>;
  return <span className="nb">{t.rich("left", { clock: () => <TimeLeft until={dueAt} now={now} /> })}</span>;
}
