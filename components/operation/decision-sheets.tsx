"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Parts, RequestCard } from "@/lib/requests/shapes";
import type { GatesName } from "../ui/mark";
import { BlastRadius } from "./blast-radius";
import { Gate } from "./gate";
import { OfferSheet } from "./offer-sheet";
import { ProofGate } from "./proof-gate";
import { ReasonGate } from "./reason-gate";
import { RefusalNote } from "./refusal-note";
import { RequestSheet } from "./request-sheet";
import { useDecision } from "./use-decision";
import { useOperationTitle } from "./use-operation-title";

export type Decision = "approve" | "deny" | "offer";

type SheetsProps = {
  card: RequestCard;
  /** What of it may be offered instead; null where it cannot be divided. */
  parts: Parts | null;
  open: Decision | null;
  onClose: () => void;
};

/** The three ways to decide, of which one is open at most. */
export function DecisionSheets({ card, parts, open, onClose }: SheetsProps) {
  return (
    <>
      <ApproveSheet card={card} open={open === "approve"} onClose={onClose} />
      <DenySheet card={card} open={open === "deny"} onClose={onClose} />
      {parts ? <OfferSheet card={card} parts={parts} open={open === "offer"} onClose={onClose} /> : null}
    </>
  );
}

type Props = { card: RequestCard; open: boolean; onClose: () => void };

/** A yes: what it is said to stands above the proof, with the code that both screens show. */
function ApproveSheet({ card, open, onClose }: Props) {
  const t = useTranslations("approvals.sheet");
  const gate = useTranslations("operation.proof");
  const titleOf = useOperationTitle();
  const { busy, refusal, decided, give, forget } = useDecision();
  const { id, digest, code, shown, operation, risk, requesterName } = card;
  return (
    <RequestSheet
      open={open}
      onClose={() => {
        onClose();
        forget();
      }}
      title={t("approve", { title: titleOf(operation, shown?.subject ?? "") })}
      risk={risk as GatesName}
      operation={operation}
      done={decided ? t("approved", { name: requesterName }) : null}
    >
      <Gate at="past" title={t("agreesTo")}>
        {shown ? <BlastRadius shown={shown} brief /> : null}
      </Gate>
      <Gate at="here" title={gate("title")}>
        <ProofGate
          purpose="approve"
          requestId={id}
          digest={digest}
          code={code}
          busy={busy}
          onGive={(proof) => void give({ id, digest }, { decision: "approve", reason: "" }, proof)}
        />
        {refusal ? <RefusalNote refusal={refusal} /> : null}
      </Gate>
    </RequestSheet>
  );
}

/** A no, with its reason: it beats every yes for as long as nothing has run. */
function DenySheet({ card, open, onClose }: Props) {
  const t = useTranslations("approvals.sheet");
  const gate = useTranslations("operation.proof");
  const titleOf = useOperationTitle();
  const [reason, setReason] = useState("");
  const { busy, refusal, decided, give, forget } = useDecision();
  const { id, digest, code, shown, operation, risk, requesterName } = card;
  const words = { label: t("denyReason"), hint: t("denyHint", { name: requesterName }), go: t("denyGo") };
  return (
    <RequestSheet
      open={open}
      onClose={() => {
        onClose();
        setReason("");
        forget();
      }}
      title={t("deny", { title: titleOf(operation, shown?.subject ?? "") })}
      risk={risk as GatesName}
      operation={operation}
      done={decided ? t("denied") : null}
    >
      <Gate at={reason === "" ? "here" : "past"} title={t("reasonGate")}>
        {reason === "" ? (
          <ReasonGate busy={false} words={words} onGive={setReason} />
        ) : (
          <p className="inert soft">{reason}</p>
        )}
      </Gate>
      <Gate at={reason === "" ? "ahead" : "here"} title={gate("title")}>
        {reason === "" ? null : (
          <ProofGate
            purpose="deny"
            requestId={id}
            digest={digest}
            code={code}
            busy={busy}
            onGive={(proof) => void give({ id, digest }, { decision: "deny", reason }, proof)}
          />
        )}
        {refusal ? <RefusalNote refusal={refusal} /> : null}
      </Gate>
    </RequestSheet>
  );
}
