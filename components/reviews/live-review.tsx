"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import { inert } from "@/lib/core/text";
import { judgeFiling, judgeWriting, type Reader } from "@/lib/reviews/rules";
import { type ReviewCard, reviewQuestions } from "@/lib/reviews/shapes";
import { useLive } from "../console/use-live";
import { OperationButton } from "../operation/operation-button";
import { useOperationTitle } from "../operation/use-operation-title";
import { useRefusal } from "../operation/use-refusal";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { Time } from "../ui/time";
import { AnswersForm } from "./answers-form";
import { ReviewClock } from "./review-clock";
import { ReviewState } from "./review-state";
import { useAnswers } from "./use-answers";

type Props = { initial: ReviewCard; now: string; roles: Reader["roles"] };

/** One review as it is now: the act, its clock, the answers, and the way to close it. */
export function LiveReview({ initial, now, roles }: Props) {
  const t = useTranslations("reviews");
  const { data: review } = useLive<ReviewCard>("review", { id: initial.id }, initial, 4_000);
  const answers = useAnswers(review);
  const say = useRefusal();
  const writing = judgeWriting(review.state, { own: review.own, roles });
  return (
    <>
      <Section title={t("section.act")} aside={<ReviewClock review={review} now={now} />}>
        <ReviewFacts review={review} now={now} />
      </Section>
      <Section title={t("section.answers")}>
        {writing.ok ? (
          <AnswersForm review={review} answers={answers} />
        ) : (
          <>
            {reviewQuestions.map((question) => (
              <div key={question} className="answer">
                <h3>{t(`question.${question}`)}</h3>
                <p className="inert">{inert(review[question]) || <span className="quiet">{t("unanswered")}</span>}</p>
              </div>
            ))}
            {writing.ok ? null : <p className="why">{say(writing.refusal).sentence}</p>}
          </>
        )}
      </Section>
      {review.state === "filed" ? null : (
        <Section title={t("section.filing")}>
          <Filing review={review} unsaved={answers.unsaved} roles={roles} />
        </Section>
      )}
    </>
  );
}

function ReviewFacts({ review, now }: { review: ReviewCard; now: string }) {
  const t = useTranslations("reviews.fact");
  const { operation, subjectKind, subjectId, incident, actorName, openedAt, dueAt } = review;
  const { writtenByName, writtenAt, filedByName, filedAt } = review;
  return (
    <Facts>
      <Fact term={t("act")} mono>
        <Link href={subjectKind === "operation" ? `/operations/${subjectId}` : `/bypass#grant-${subjectId}`}>
          {operation}
        </Link>
      </Fact>
      <Fact term={t("subject")}>{inert(review.subject)}</Fact>
      <Fact term={t("by")}>{actorName}</Fact>
      <Fact term={t("acted")}>
        <Time at={openedAt} now={now} />
      </Fact>
      <Fact term={t("incident")}>{incident === null ? null : inert(incident)}</Fact>
      <Fact term={t("due")}>
        <Time at={dueAt} now={now} />
      </Fact>
      <Fact term={t("state")}>
        <ReviewState state={review.state} />
      </Fact>
      <Fact term={t("written")}>
        {writtenAt === null ? null : (
          <>
            {writtenByName} · <Time at={writtenAt} now={now} />
          </>
        )}
      </Fact>
      <Fact term={t("filed")}>
        {filedAt === null ? null : (
          <>
            {filedByName} · <Time at={filedAt} now={now} />
          </>
        )}
      </Fact>
    </Facts>
  );
}

type FilingProps = { review: ReviewCard; unsaved: boolean; roles: Reader["roles"] };

function Filing({ review, unsaved, roles }: FilingProps) {
  const t = useTranslations("reviews");
  const verb = useTranslations("operations.names.review.file");
  const titleOf = useOperationTitle();
  const say = useRefusal();
  const router = useRouter();
  const { id, state, own, operation, subject } = review;
  const filing = judgeFiling(state, { own, roles });
  const refusal = filing.ok ? null : filing.refusal;
  const blocked = refusal?.code === "not_allowed" ? t("filing.onlyAdmins") : refusal && say(refusal).sentence;
  const why = blocked ?? (unsaved ? t("filing.keepFirst") : undefined);
  return (
    <>
      <p className="small soft">{t("filing.words")}</p>
      <OperationButton
        operation="review.file"
        input={useMemo(() => ({ id }), [id])}
        risk="guarded"
        verb={verb("verb")}
        title={verb("title", { subject: titleOf(operation, subject) })}
        why={why}
        variant="primary"
        onDone={useCallback(() => router.refresh(), [router])}
      />
    </>
  );
}
