import { useTranslations } from "next-intl";
import type { Inspection, Shown } from "@/lib/requests/shapes";
import { State } from "../ui/state";
import { useRefusal } from "./use-refusal";

const counts = ["deliveries", "relyingParties", "people", "requests"] as const;

/** What it would do if it ran this moment, beside what was shown when it was asked for. */
export function DryRun({ dryRun, shown }: { dryRun: Inspection["dryRun"]; shown: Shown | null }) {
  const t = useTranslations("approvals.dryRun");
  const names = useTranslations("operation.preview");
  const say = useRefusal();
  if (!dryRun.ok)
    return (
      <>
        <State name="down">{t("refused")}</State> {say(dryRun.refusal).sentence}
      </>
    );
  const { blast } = dryRun.value;
  const moved = counts.filter((name) => shown !== null && shown.blast[name] !== blast[name]);
  if (moved.length === 0) return <State name="ok">{t("same")}</State>;
  return (
    <>
      <State name="degraded">{t("differs")}</State>
      <ul>
        {moved.map((name) => (
          <li key={name}>{t("count", { name: names(name), before: shown?.blast[name] ?? 0, after: blast[name] })}</li>
        ))}
      </ul>
    </>
  );
}
