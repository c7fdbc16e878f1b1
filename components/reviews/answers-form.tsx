"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { type ReviewCard, reviewQuestions } from "@/lib/reviews/shapes";
import { RefusalNote } from "../operation/refusal-note";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Note } from "../ui/note";
import { showToast } from "../ui/show-toast";
import { TextArea } from "../ui/text-area";
import type { Answers } from "./use-answers";

/** The three questions, answered as far as they are known. Answers may be kept in parts. */
export function AnswersForm({ review, answers }: { review: ReviewCard; answers: Answers }) {
  const t = useTranslations("reviews");
  const verb = useTranslations("operations.names.review.write");
  const { words, change, overtaken, unsaved, rebase, keep, busy, refusal } = answers;
  const why = overtaken ? t("form.overtakenWhy") : unsaved ? undefined : t("form.nothingNew");
  return (
    <form
      className="answers"
      onSubmit={(event) => {
        event.preventDefault();
        if (unsaved && !overtaken) keep(() => showToast({ words: verb("done") }));
      }}
    >
      {overtaken ? (
        <Note
          kind="degraded"
          lead={t("form.overtaken", { name: review.writtenByName ?? "" })}
          live="polite"
          actions={<Button onClick={rebase}>{t("form.rebase")}</Button>}
        >
          {t("form.overtakenWords")}
        </Note>
      ) : null}
      {reviewQuestions.map((question) => (
        <div key={question}>
          <Field label={t(`question.${question}`)} hint={t(`hint.${question}`)}>
            {(control) => (
              <TextArea
                {...control}
                rows={3}
                maxLength={4_000}
                value={words[question]}
                onChange={(event) => change(question, event.target.value)}
              />
            )}
          </Field>
          {overtaken && review[question].trim() !== words[question].trim() ? (
            <blockquote className="their-words">
              <p className="small quiet">{t("form.theirs", { name: review.writtenByName ?? "" })}</p>
              <p className="inert">{inert(review[question]) || "–"}</p>
            </blockquote>
          ) : null}
        </div>
      ))}
      {refusal && !overtaken ? <RefusalNote refusal={refusal} /> : null}
      <Button type="submit" variant={unsaved ? "primary" : "default"} busy={busy} why={why}>
        {verb("verb")}
      </Button>
    </form>
  );
}
