import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { RaisedSignal } from "@/lib/signals/shapes";
import { Age } from "../ui/age";
import { Section } from "../ui/section";
import { ClearSignal } from "./clear-signal";

/** What others report and no probe can sense, newest first. Whoever keeps `signals` fresh hands them in anew. */
export function SignalList(props: { signals: readonly RaisedSignal[]; now: string; mayClear: boolean }) {
  const { signals, now, mayClear } = props;
  const t = useTranslations("signals");
  return (
    <Section title={t("title")} aside={t("window")}>
      {signals.length === 0 ? <p className="soft">{t("empty")}</p> : null}
      {signals.map((signal) => (
        <article
          key={signal.id}
          className="delivery-note"
          aria-label={`${t(`kind.${signal.kind}`)}: ${inert(signal.subject)}`}
        >
          <p>
            <strong>{t(`kind.${signal.kind}`)}</strong> · <code className="inert">{inert(signal.subject)}</code>
          </p>
          {signal.note === "" ? null : <p className="inert">{inert(signal.note)}</p>}
          <p className="small quiet">
            {t("by", { source: signal.source, person: signal.reportedBy })} ·{" "}
            <code className="inert">{inert(signal.reference)}</code> ·{" "}
            {t.rich("raised", { age: () => <Age at={signal.raisedAt} now={now} /> })} ·{" "}
            {t.rich("heardLast", { age: () => <Age at={signal.heardAt} now={now} /> })}
          </p>
          {mayClear ? <ClearSignal id={signal.id} subject={inert(signal.subject)} /> : null}
        </article>
      ))}
    </Section>
  );
}
