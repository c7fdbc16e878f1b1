import { useTranslations } from "next-intl";
import type { IncidentCard } from "@/lib/incidents/shapes";
import { State } from "../ui/state";

/** Whether it is over, as shape, word and colour. */
export function IncidentState({ state }: { state: IncidentCard["state"] }) {
  const t = useTranslations("incidents.state");
  return <State name={state === "open" ? "moving" : "ok"}>{t(state)}</State>;
}
