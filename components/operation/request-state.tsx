import { useTranslations } from "next-intl";
import type { RequestState as StateOfRequest } from "@/lib/requests/shapes";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";

const marks: Record<StateOfRequest, StateName> = {
  draft: "stale",
  proved: "moving",
  awaiting_approval: "degraded",
  ready: "moving",
  running: "moving",
  succeeded: "ok",
  failed: "down",
  unknown: "unknown",
  denied: "down",
  withdrawn: "stale",
  expired: "stale",
  superseded: "stale",
};

export function RequestState({ state }: { state: StateOfRequest }) {
  const t = useTranslations("operation.state");
  return <State name={marks[state]}>{t(state)}</State>;
}
