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
import { unanswered } from "./unanswered";
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
    const answer = await offer({ id, input }).catch(unanswered);
    setAsking(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setOffered(answer.value);
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
  const { field, choices, count, pace } = parts;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set(choices.map(({ value }) => value)));
  const toggle = (value: string): void => {
    const next = new Set(left);
    if (!next.delete(value)) next.add(value);
    setLeft(next);
  };
  const [most, rate] = [useFewer(count?.total), useFewer(pace?.perSecond)];
  const whole = left.size === choices.length && most.value === null && rate.value === null;
  const wrong = most.wrong ? t("chooseCount") : rate.wrong ? t("choosePace") : undefined;
  const why = left.size === 0 ? t("chooseOne") : whole ? t("chooseFewer") : wrong;
  const part = (): Readonly<Record<string, unknown>> => ({
    ...(left.size < choices.length
      ? { [field]: choices.map(({ value }) => value).filter((each) => left.has(each)) }
      : {}),
    ...(count && most.value !== null ? { [count.field]: most.value } : {}),
    ...(pace && rate.value !== null ? { [pace.field]: rate.value } : {}),
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
      {count ? <Fewer label={t("most", { total: count.total })} hint={t("mostHint")} number={most} /> : null}
      {pace ? <Fewer label={t("pace", { rate: pace.perSecond })} hint={t("paceHint")} number={rate} /> : null}
      <Button type="submit" variant="primary" busy={busy} why={why}>
        {t("chooseGo")}
      </Button>
    </form>
  );
}

/** A number below what was asked for; nothing typed leaves that as it is. */
function useFewer(asked = 0) {
  const [typed, type] = useState("");
  const value = typed === "" ? null : Number(typed);
  return { typed, type, value, wrong: value !== null && !(Number.isInteger(value) && value >= 1 && value < asked) };
}

function Fewer({ label, hint, number }: { label: string; hint: string; number: ReturnType<typeof useFewer> }) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="numeric"
          autoComplete="off"
          maxLength={9}
          value={number.typed}
          onChange={(event) => number.type(event.target.value.trim())}
        />
      )}
    </Field>
  );
}
