"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { inert } from "@/lib/core/text";
import type { RequestCard } from "@/lib/requests/shapes";
import { useShell } from "../console/live-frame";
import { useLive } from "../console/use-live";
import type { PostName } from "../ui/mark";
import { Note } from "../ui/note";
import { Approvers, NobodyCanApprove } from "./approvers";
import { Gate } from "./gate";
import { RefusalNote } from "./refusal-note";
import { RequestClock } from "./request-clock";
import type { OperationRun } from "./use-operation-run";

/** Who can approve, said before anything is asked; later, how the request fares with them, live. */
export function SecondPersonGate({ run, at }: { run: OperationRun; at: PostName }) {
  const [t, risk] = [useTranslations("operation.secondPerson"), useTranslations("risk")];
  const { view } = useShell();
  const { card, asked, refusal } = run.state;
  if (!card) return <Gate at={at} title={t("title")} />;
  if (!card.gates.secondPerson) {
    const beside = t("notNeeded", { risk: risk(`${card.risk}.name`) });
    return <Gate at={at} title={t("title")} beside={beside} />;
  }
  return (
    <Gate at={at} title={t("title")} beside={at === "past" ? t("agreed") : t("waiting")}>
      {at === "past" ? null : card.approvers.length > 0 ? (
        <div className="small soft">
          <p>{t("canApprove")}</p>
          <Approvers approvers={card.approvers} now={view.now} />
        </div>
      ) : (
        <NobodyCanApprove />
      )}
      {at === "here" && refusal ? <RefusalNote refusal={refusal} /> : null}
      {at === "here" && asked ? <Waiting id={asked.id} code={asked.code} onApproved={run.approved} /> : null}
    </Gate>
  );
}

type WaitingProps = { id: string; code: string; onApproved: (nonce: string) => void };

function Waiting({ id, code, onApproved }: WaitingProps) {
  const t = useTranslations("operation.secondPerson");
  const { view } = useShell();
  const { data: card, at } = useLive<RequestCard | null>("request", { id }, null, 2_000);
  // What was read before this gate was reached speaks of an approval that may be the one that was lost.
  const [enteredAt] = useState(() => Date.now());
  const nonce = card?.state === "ready" && at > enteredAt ? card.nonce : null;
  useEffect(() => {
    if (nonce !== null) onApproved(nonce);
  }, [nonce, onApproved]);
  if (card && ["denied", "superseded", "expired", "withdrawn"].includes(card.state)) return <Over card={card} />;
  return (
    <>
      <p className="small quiet">{t("readCode")}</p>
      <p className="request-code">{code}</p>
      <p role="status">
        {t("stillWaiting")} {card ? <RequestClock card={card} now={view.now} /> : null}
      </p>
      <p className="small quiet">
        {t("silence")} <Link href={`/operations/${id}`}>{t("page")}</Link>
      </p>
    </>
  );
}

/** It will not run: who said no and why, what was offered instead, or that nobody answered. */
function Over({ card }: { card: RequestCard }) {
  const t = useTranslations("operation.secondPerson");
  const { state, decisions, supersededBy } = card;
  const no = decisions.findLast(({ decision }) => decision === "denied");
  if (state === "superseded" && supersededBy !== null)
    return (
      <Note
        kind="moving"
        lead={t("offered.lead")}
        live="polite"
        actions={<Link href={`/operations/${supersededBy}`}>{t("offered.open")}</Link>}
      >
        {t("offered.words")}
      </Note>
    );
  if (state === "denied" && no)
    return (
      <Note kind="down" lead={t("denied", { name: no.personName })} live="polite">
        <span className="inert">{inert(no.reason)}</span>
      </Note>
    );
  return (
    <Note kind="degraded" lead={t(state === "withdrawn" ? "withdrawn" : "expired")} live="polite">
      {t("askAgain")}
    </Note>
  );
}
