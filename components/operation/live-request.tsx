"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import type { Parts, RequestCard } from "@/lib/requests/shapes";
import { useLive } from "../console/use-live";
import { Button } from "../ui/button";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { DecisionActs } from "./decision-acts";
import { Decisions } from "./decisions";
import { ExactInput } from "./exact-input";
import { OwnActs } from "./own-acts";
import { RefusalNote } from "./refusal-note";
import { RequestEnd } from "./request-end";
import { RequestFacts } from "./request-facts";
import { RequestHead } from "./request-head";
import { unanswered } from "./unanswered";
import { type Inspected, useInspection } from "./use-inspection";

type Props = { initial: RequestCard; inspected: Inspected; now: string; mayReconcile: boolean };

/** One request as it is now: what it is, how it would run, what others decided, and the ways on for this reader. */
export function LiveRequest({ initial, inspected, now, mayReconcile }: Props) {
  const t = useTranslations("approvals");
  const { data: card } = useLive<RequestCard>("request", { id: initial.id }, initial, 2_000);
  const seen = useInspection(card.id, inspected, card.state);
  const inspection = seen.ok ? seen.value : null;
  return (
    <>
      <RequestHead card={card} now={now} />
      <RequestEnd card={card} />
      {card.state === "unknown" ? <Unknown id={card.id} mayReconcile={mayReconcile} /> : null}
      {seen.ok ? null : <RefusalNote refusal={seen.refusal} />}
      <Section title={t("section.facts")}>
        <RequestFacts card={card} inspection={inspection} now={now} />
        {inspection?.parts ? <FrozenSet parts={inspection.parts} /> : null}
        <ExactInput input={card.input} digest={card.digest} />
      </Section>
      {card.secondPerson ? (
        <Section title={t("section.decisions")}>
          <Decisions decisions={card.decisions} now={now} />
        </Section>
      ) : null}
      <div className="dock">
        {card.own ? <OwnActs card={card} /> : null}
        {card.secondPerson ? <DecisionActs card={card} inspection={inspection} /> : null}
      </div>
    </>
  );
}

const sampled = 5;

/** The frozen set: how many, the first few, and all of them on demand. */
function FrozenSet({ parts: { choices } }: { parts: Parts }) {
  const t = useTranslations("approvals.set");
  const name = ({ value, label }: Parts["choices"][number]) => (
    <li key={value} className="inert">
      {inert(label)}
    </li>
  );
  return (
    <div className="frozen">
      <h3>{t("title", { count: choices.length })}</h3>
      <ul>{choices.slice(0, sampled).map(name)}</ul>
      {choices.length > sampled ? (
        <details>
          <summary>{t("rest", { count: choices.length - sampled })}</summary>
          <ul>{choices.slice(sampled).map(name)}</ul>
        </details>
      ) : null}
    </div>
  );
}

/** Nobody knows how it ended; the way to find out. */
function Unknown({ id, mayReconcile }: { id: string; mayReconcile: boolean }) {
  const t = useTranslations();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const router = useRouter();
  const reconcile = (): void =>
    start(async () => {
      const done = await perform({ operation: "request.reconcile", input: { id } }).catch(unanswered);
      setRefusal(done.ok ? null : done.refusal);
      router.refresh();
    });
  return (
    <>
      <Note
        kind="degraded"
        lead={t("operation.outcome.unknown")}
        actions={
          <Button
            busy={busy}
            why={mayReconcile ? undefined : t("refusals.request_not_yours.sentence")}
            onClick={reconcile}
          >
            {t("operation.outcome.reconcile")}
          </Button>
        }
      >
        {t("operation.outcome.unknownWords")}
      </Note>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
    </>
  );
}
