"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { type ReviewCard, type ReviewQuestion, type ReviewTexts, reviewQuestions } from "@/lib/reviews/shapes";
import { isOutdated, unanswered } from "../operation/unanswered";

const textsOf = ({ whatHappened, why, whatToChange }: ReviewTexts): ReviewTexts => ({
  whatHappened,
  why,
  whatToChange,
});

export type Answers = {
  words: ReviewTexts;
  change: (question: ReviewQuestion, text: string) => void;
  /** Somebody else wrote since these words were begun. */
  overtaken: boolean;
  /** What is typed is not what is kept. */
  unsaved: boolean;
  /** Goes on with the typed words, knowing what the others wrote. */
  rebase: () => void;
  keep: (onKept: () => void) => void;
  busy: boolean;
  refusal: Refusal | null;
};

/** The three answers as they are typed, and the version that they were begun on: nobody's words are lost to anybody else's. */
export function useAnswers(review: ReviewCard): Answers {
  const [words, setWords] = useState(() => textsOf(review));
  const [base, setBase] = useState(review.version);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const router = useRouter();
  const unsaved = reviewQuestions.some((question) => words[question].trim() !== review[question].trim());
  const keep = (onKept: () => void): void =>
    start(async () => {
      const input = { id: review.id, version: base, ...words };
      const kept = await perform({ operation: "review.write", input }).catch(unanswered);
      setRefusal(kept.ok ? null : kept.refusal);
      if (kept.ok) {
        setBase(base + 1);
        onKept();
      }
      if (!isOutdated(kept)) router.refresh();
    });
  return {
    words,
    change: (question, text) => setWords({ ...words, [question]: text }),
    overtaken: !busy && review.version > base,
    unsaved,
    rebase: () => {
      setBase(review.version);
      setRefusal(null);
    },
    keep,
    busy,
    refusal,
  };
}
