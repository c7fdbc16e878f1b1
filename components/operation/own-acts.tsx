"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { confirm, perform, prove } from "@/app/actions";
import type { Refusal, Result } from "@/lib/core/errors";
import { isOpen } from "@/lib/requests/rules/transitions";
import type { RequestCard } from "@/lib/requests/shapes";
import { Button } from "../ui/button";
import type { GatesName } from "../ui/mark";
import { Gate } from "./gate";
import { ProofGate } from "./proof-gate";
import { RefusalNote } from "./refusal-note";
import { RequestSheet } from "./request-sheet";
import { useOperationTitle } from "./use-operation-title";

/** The ways on for who asked: prove it, run it, prove it again, take it back. */
export function OwnActs({ card }: { card: RequestCard }) {
  const t = useTranslations("approvals");
  const names = useTranslations("operations.names");
  const titleOf = useOperationTitle();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [proving, setProving] = useState(false);
  const [proved, setProved] = useState(false);
  const { id, digest, code, state, operation, risk, nonce, shown, supersedes, decisions } = card;
  if (!isOpen(state)) return refusal ? <RefusalNote refusal={refusal} /> : null;
  const act = async (work: () => Promise<Result<unknown>>): Promise<boolean> => {
    setBusy(true);
    const done = await work().catch((): Result<never> => ({ ok: false, refusal: { code: "outcome_unknown" } }));
    setBusy(false);
    setRefusal(done.ok ? null : done.refusal);
    router.refresh();
    return done.ok;
  };
  const verb = `${operation}.verb` as Parameters<typeof names.has>[0];
  const unapprovedOffer = supersedes !== null && !decisions.some(({ valid }) => valid);
  return (
    <>
      {refusal && !proving ? <RefusalNote refusal={refusal} /> : null}
      {state === "draft" ? (
        <Button
          variant="primary"
          size="large"
          gates={risk as GatesName}
          why={unapprovedOffer ? t("acts.offerOpen") : undefined}
          onClick={() => setProving(true)}
        >
          {t("acts.prove")}
        </Button>
      ) : null}
      {state === "ready" ? (
        <Button
          variant={risk === "emergency" ? "emergency" : "primary"}
          size="large"
          gates={risk as GatesName}
          busy={busy}
          why={nonce === null ? t("acts.otherSession") : undefined}
          onClick={() => void act(() => confirm({ id, nonce }))}
        >
          {names.has(verb) ? names(verb as "delivery.retry.verb") : t("acts.run")}
        </Button>
      ) : null}
      <div className="two">
        <Button
          size="large"
          gates="stop"
          busy={busy}
          onClick={() => void act(() => perform({ operation: "request.withdraw", input: { id } }))}
        >
          {t("acts.withdraw")}
        </Button>
        {state === "ready" ? (
          <Button size="large" onClick={() => setProving(true)}>
            {t("acts.proveAgain")}
          </Button>
        ) : null}
      </div>
      <RequestSheet
        open={proving}
        onClose={() => {
          setProving(false);
          setProved(false);
          setRefusal(null);
        }}
        title={t("sheet.prove", { title: titleOf(operation, shown?.subject ?? "") })}
        risk={risk as GatesName}
        operation={operation}
        done={proved ? t("sheet.proved") : null}
      >
        <Gate at="here" title={t("sheet.proofGate")}>
          <ProofGate
            purpose="request"
            requestId={id}
            digest={digest}
            code={code}
            busy={busy}
            onGive={(proof) => void act(() => prove({ id, proof })).then(setProved)}
          />
          {refusal ? <RefusalNote refusal={refusal} /> : null}
        </Gate>
      </RequestSheet>
    </>
  );
}
