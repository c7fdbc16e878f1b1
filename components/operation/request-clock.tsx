import { useTranslations } from "next-intl";
import type { RequestCard } from "@/lib/requests/shapes";
import { TimeLeft } from "../ui/time-left";

/** How long is left for its next step: to prove, to decide, to run. Nothing once it is over. */
export function RequestClock({ card, now }: { card: RequestCard; now: string }) {
  const t = useTranslations("approvals.clock");
  const { state, approveBy, executeBy } = card;
  const step =
    state === "draft" ? "prove" : state === "awaiting_approval" ? "decide" : state === "ready" ? "run" : null;
  if (step === null) return null;
  const until = step === "decide" ? (approveBy ?? executeBy) : executeBy;
  return <span className="nb strong">{t.rich(step, { clock: () => <TimeLeft until={until} now={now} /> })}</span>;
}
