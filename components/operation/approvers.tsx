import { useTranslations } from "next-intl";
import type { PossibleApprover } from "@/lib/requests/shapes";
import { Age } from "../ui/age";
import { Note } from "../ui/note";

type Props = { approvers: readonly PossibleApprover[]; now: string };

/** Who can approve it right now, the latest seen first. */
export function Approvers({ approvers, now }: Props) {
  const t = useTranslations("approvals.approvers");
  return (
    <ul>
      {approvers.map(({ name, seenAt }) => (
        <li key={`${name} ${seenAt}`}>
          {name} <span className="quiet">{t.rich("seen", { age: () => <Age at={seenAt} now={now} tight /> })}</span>
        </li>
      ))}
    </ul>
  );
}

/** Said before anything is asked: nobody could answer, and what can be done about that. */
export function NobodyCanApprove() {
  const t = useTranslations("approvals.nobody");
  return (
    <Note kind="degraded" lead={t("lead")} live="polite">
      {t("words")}
      <ul className="options">
        {(["call", "appoint", "stop"] as const).map((option) => (
          <li key={option}>{t(option)}</li>
        ))}
      </ul>
    </Note>
  );
}
