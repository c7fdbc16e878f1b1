import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Mark, type SeverityName } from "../ui/mark";
import { Severity } from "../ui/severity";

type VerdictStripProps = {
  state: "ok" | "degraded" | "down" | "unknown" | "stale";
  severity?: SeverityName;
  /** One sentence: "Clerk is down." */
  verdict: ReactNode;
  /** Who cannot do what. */
  children?: ReactNode;
  /** "measured 4 s ago" */
  measured?: ReactNode;
};

/** What is going on, in words, above every page that is not triage. */
export function VerdictStrip({ state, severity, verdict, children, measured }: VerdictStripProps) {
  const t = useTranslations("shell");
  return (
    <section className={`strip ${state}`} aria-label={t("verdict")}>
      {severity === undefined ? <Mark name={state} /> : <Severity name={severity} />}
      <b className="strong">{verdict}</b>
      {children === undefined ? null : <span className="soft">{children}</span>}
      {measured === undefined ? null : <span className="measured quiet small">{measured}</span>}
    </section>
  );
}
