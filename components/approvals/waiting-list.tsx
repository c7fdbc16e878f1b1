import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { RequestCard } from "@/lib/requests/shapes";
import { RequestClock } from "../operation/request-clock";
import { useOperationTitle } from "../operation/use-operation-title";
import { useRefusal } from "../operation/use-refusal";
import { Risk, type RiskName } from "../ui/risk";

type Props = { label: string; cards: readonly RequestCard[]; now: string };

/** Requests that wait, the most urgent first: what, who, how long, the code, and why it is not for this reader. */
export function WaitingList({ label, cards, now }: Props) {
  const t = useTranslations("approvals");
  const titleOf = useOperationTitle();
  const say = useRefusal();
  return (
    <ul className="waiting" aria-label={label}>
      {cards.map((card) => {
        const { id, operation, shown, risk, incident, requesterName, code, own, mayNotDecide, state } = card;
        return (
          <li key={id}>
            <div className="request-line">
              <Risk name={risk as RiskName} />
              {incident === null ? null : <span className="strong">{inert(incident)}</span>}
              <RequestClock card={card} now={now} />
            </div>
            <Link prefetch={false} href={`/operations/${id}`} className="strong">
              {titleOf(operation, shown?.subject ?? "")}
            </Link>
            <p className="small quiet">
              {own ? t("list.own") : t("list.by", { name: requesterName })} · <span className="mono">{code}</span>
            </p>
            {mayNotDecide === null || own ? null : (
              <p className="why">
                {mayNotDecide === "not_allowed"
                  ? t("acts.onlyAdmins")
                  : say({ code: mayNotDecide, facts: { state } }).sentence}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
