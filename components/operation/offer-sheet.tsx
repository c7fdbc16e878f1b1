"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { offer } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import type { Offered } from "@/lib/operations/perform/offer";
import type { Parts, RequestCard } from "@/lib/requests/shapes";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import type { GatesName } from "../ui/mark";
import { TextInput } from "../ui/text-input";
import { BlastRadius } from "./blast-radius";
import { Gate } from "./gate";
import { ProofGate } from "./proof-gate";
import { RefusalNote } from "./refusal-note";
import { RequestSheet } from "./request-sheet";
import { useDecision } from "./use-decision";
import { useOperationTitle } from "./use-operation-title";

type Props = { card: RequestCard; parts: Parts; open: boolean; onClose: () => void };

/** Less of the same: the part is chosen, shown as a request of its own with its own code, and approved by a proof. */
export function OfferSheet({ card, parts, open, onClose }: Props) {
  const t = useTranslations("approvals.sheet");
  const gate = useTranslations("operation.proof");
  const titleOf = useOperationTitle();
  const [offered, setOffered] = useState<Offered | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [asking, setAsking] = useState(false);
  const { busy, refusal: undecided, decided, give, forget } = useDecision();
  const { id, operation, shown, risk, requesterName } = card;
  const choose = async (part: Readonly<Record<string, unknown>>): Promise<void> => {
    setAsking(true);
    const input = { ...(card.input as object), ...part };
    const answer = await offer({ id, input }).catch(() => null);
    setAsking(false);
    setRefusal(answer === null ? { code: "outcome_unknown" } : answer.ok ? null : answer.refusal);
    if (answer?.ok) setOffered(answer.value);
  };
  return (
    <RequestSheet
      open={open}
      onClose={() => {
        onClose();
        setOffered(null);
        setRefusal(null);
        forget();
      }}
      title={t("offer", { title: titleOf(operation, shown?.subject ?? "") })}
      risk={risk as GatesName}
      operation={operation}
      done={decided ? t("offered", { name: requesterName }) : null}
    >
      <Gate at={offered ? "past" : "here"} title={t("choose")}>
        {offered ? (
          <BlastRadius shown={offered.card.preview} />
        ) : (
          <ChooseParts parts={parts} busy={asking} onChoose={(part) => void choose(part)} />
        )}
        {refusal ? <RefusalNote refusal={refusal} /> : null}
      </Gate>
      <Gate at={offered ? "here" : "ahead"} title={gate("title")}>
        {offered ? (
          <ProofGate
            purpose="approve"
            requestId={offered.id}
            digest={offered.digest}
            code={offered.code}
            busy={busy}
            onGive={(proof) => void give(offered, { decision: "approve", reason: "" }, proof)}
          />
        ) : null}
        {undecided ? <RefusalNote refusal={undecided} /> : null}
      </Gate>
    </RequestSheet>
  );
}

type ChooseProps = { parts: Parts; busy: boolean; onChoose: (part: Readonly<Record<string, unknown>>) => void };

/** All are chosen at first: what is taken away is what is not agreed to. */
function ChooseParts({ parts, busy, onChoose }: ChooseProps) {
  const t = useTranslations("approvals.sheet");
  const { field, choices, count } = parts;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set(choices.map(({ value }) => value)));
  const toggle = (value: string): void => {
    const next = new Set(left);
    if (!next.delete(value)) next.add(value);
    setLeft(next);
  };
  const [most, setMost] = useState("");
  const atMost = most === "" ? null : Number(most);
  const wrong = atMost !== null && !(Number.isInteger(atMost) && atMost >= 1 && atMost < (count?.total ?? 0));
  const whole = left.size === choices.length && atMost === null;
  const why = left.size === 0 ? t("chooseOne") : whole ? t("chooseFewer") : wrong ? t("chooseCount") : undefined;
  const part = (): Readonly<Record<string, unknown>> => ({
    ...(left.size < choices.length
      ? { [field]: choices.map(({ value }) => value).filter((each) => left.has(each)) }
      : {}),
    ...(count && atMost !== null ? { [count.field]: atMost } : {}),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (why === undefined) onChoose(part());
      }}
    >
      <fieldset className="parts">
        <legend>{t("chosen", { count: left.size, total: choices.length })}</legend>
        {choices.map(({ value, label }) => (
          <label key={value}>
            <input type="checkbox" checked={left.has(value)} onChange={() => toggle(value)} />
            <span className="inert">{inert(label)}</span>
          </label>
        ))}
      </fieldset>
      {count ? (
        <Field label={t("most", { total: count.total })} hint={t("mostHint")}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              autoComplete="off"
              maxLength={9}
              value={most}
              onChange={(event) => setMost(event.target.value.trim())}
            />
          )}
        </Field>
      ) : null}
      <Button type="submit" variant="primary" busy={busy} why={why}>
        {t("chooseGo")}
      </Button>
    </form>
  );
}
