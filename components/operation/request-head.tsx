import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { isOpen } from "@/lib/requests/rules/transitions";
import type { RequestCard } from "@/lib/requests/shapes";
import { Risk, type RiskName } from "../ui/risk";
import { BlastRadius } from "./blast-radius";
import { RequestClock } from "./request-clock";
import { RequestState } from "./request-state";

/**
 * What a second person reads first: how grave, how long, who asks, how much, the code to compare, and the reason. The reason is
 * somebody's words: it stands apart from what the console itself says, made inert.
 */
export function RequestHead({ card, now }: { card: RequestCard; now: string }) {
  const t = useTranslations("approvals");
  const { risk, incident, state, shown, code, own, requesterName, program, reason } = card;
  return (
    <>
      <div className="request-line">
        <Risk name={risk as RiskName} />
        {incident === null ? null : <span className="strong">{inert(incident)}</span>}
        {isOpen(state) ? <RequestClock card={card} now={now} /> : <RequestState state={state} />}
      </div>
      <p className="soft" role="status">
        {useStanding(card)}
      </p>
      {program === null ? null : (
        <p className="soft">
          {own
            ? t("program.own", { program: inert(program) })
            : t("program.theirs", { name: requesterName, program: inert(program) })}
        </p>
      )}
      <div className="request-shown">{shown ? <BlastRadius shown={shown} /> : null}</div>
      <div className="request-code-line">
        <div>
          <p className="small quiet">{t("code.label")}</p>
          <p className="request-code">{code}</p>
        </div>
        <p className="small quiet">{own ? t("code.own") : t("code.theirs", { name: requesterName })}</p>
      </div>
      {reason === "" ? null : (
        <blockquote className="their-words">
          <p className="small quiet">{own ? t("reason.own") : t("reason.theirs", { name: requesterName })}</p>
          <p className="inert">{inert(reason)}</p>
        </blockquote>
      )}
    </>
  );
}

/** Where it stands, to this reader, in one sentence. */
function useStanding(card: RequestCard): string {
  const t = useTranslations("approvals.standing");
  const { state, own, requesterName, mayNotDecide, secondPerson, supersedes } = card;
  const who = { name: requesterName };
  if (state === "draft" && supersedes !== null) return own ? t("offeredToYou") : t("offered", who);
  if (state === "draft") return own ? t("unprovedOwn") : t("unproved", who);
  if (state === "awaiting_approval") {
    if (own) return t("waitingOwn");
    return mayNotDecide === null ? t("waitingForYou", who) : t("waiting", who);
  }
  if (state === "ready" && secondPerson) return own ? t("readyOwn") : t("ready", who);
  return own ? t("askedOwn") : t("asked", who);
}
