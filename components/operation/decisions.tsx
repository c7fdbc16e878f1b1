import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Decision } from "@/lib/requests/shapes";
import { State } from "../ui/state";
import { Time } from "../ui/time";

/** What others decided, in their order. One that no longer counts stays, and says so. */
export function Decisions({ decisions, now }: { decisions: readonly Decision[]; now: string }) {
  const t = useTranslations("approvals.decision");
  if (decisions.length === 0) return <p className="quiet">{t("none")}</p>;
  return (
    <ol className="decisions">
      {decisions.map(({ id, personName, decision, reason, proof, decidedAt, valid }) => (
        <li key={id}>
          <p>
            <State name={!valid ? "stale" : decision === "approved" ? "ok" : "down"}>{t(decision)}</State>{" "}
            <span className="strong">{personName}</span>{" "}
            <span className="quiet">
              <Time at={decidedAt} now={now} shape="list" /> · {t(`proof.${proof}`)}
            </span>
          </p>
          {valid ? null : <p className="small">{t("lost")}</p>}
          {reason === "" ? null : (
            <blockquote className="their-words">
              <p className="inert">{inert(reason)}</p>
            </blockquote>
          )}
        </li>
      ))}
    </ol>
  );
}
