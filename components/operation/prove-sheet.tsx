"use client";

import { useTranslations } from "next-intl";
import type { Refusal } from "@/lib/core/errors";
import type { GivenProof } from "@/lib/operations/perform/spend-proof";
import type { RequestCard } from "@/lib/requests/shapes";
import type { GatesName } from "../ui/mark";
import { Gate } from "./gate";
import { ProofGate } from "./proof-gate";
import { RefusalNote } from "./refusal-note";
import { RequestSheet } from "./request-sheet";
import { useOperationTitle } from "./use-operation-title";

type Props = {
  card: RequestCard;
  open: boolean;
  busy: boolean;
  refusal: Refusal | null;
  proved: boolean;
  onClose: () => void;
  onGive: (proof: GivenProof) => void;
};

/** The proof of who asked. */
export function ProveSheet({ card, open, busy, refusal, proved, onClose, onGive }: Props) {
  const t = useTranslations("approvals.sheet");
  const titleOf = useOperationTitle();
  const { id, digest, code, operation, risk, shown } = card;
  return (
    <RequestSheet
      open={open}
      onClose={onClose}
      title={t("prove", { title: titleOf(operation, shown?.subject ?? "") })}
      risk={risk as GatesName}
      operation={operation}
      done={proved ? t("proved") : null}
    >
      <Gate at="here" title={t("proofGate")}>
        <ProofGate purpose="request" requestId={id} digest={digest} code={code} busy={busy} onGive={onGive} />
        {refusal ? <RefusalNote refusal={refusal} /> : null}
      </Gate>
    </RequestSheet>
  );
}
