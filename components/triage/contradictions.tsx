import { useTranslations } from "next-intl";
import type { TriageView } from "@/lib/live/shapes";
import { Note } from "../ui/note";
import { useSpanText } from "../ui/use-span-text";
import { useProbeName } from "./use-probe-name";

/** Where two who should agree do not. The probes decide; this says that somebody else says otherwise. */
export function Contradictions({ view: { triage, apps } }: { view: TriageView }) {
  const t = useTranslations("triagePage.contradiction");
  const [name, spell] = [useProbeName(apps), useSpanText()];
  return triage.contradictions.map(({ kind, probe, minutes }) => (
    <div className="contradiction" key={`${kind} ${probe}`}>
      <Note kind="degraded" lead={t("lead")}>
        {t(kind, { probe: name(probe), span: spell((minutes ?? 0) * 60, { coarse: true }) })}
      </Note>
    </div>
  ));
}
