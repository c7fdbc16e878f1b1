import { z } from "zod";
import { isStorable } from "@/lib/core/text";

export const reviewId = z.uuid();

/** One of the three answers, in the writer's own words. It may still be empty; filed, it may not. */
export const reviewText = z.string().trim().max(4_000).refine(isStorable);

export const reviewVersion = z.int().min(0).max(1_000_000);

/** What every review answers. */
export const reviewQuestions = ["whatHappened", "why", "whatToChange"] as const;
export type ReviewQuestion = (typeof reviewQuestions)[number];
export type ReviewTexts = Readonly<Record<ReviewQuestion, string>>;

/** Nothing or not everything is answered · everything is · another person has closed it. */
export const reviewStates = ["open", "written", "filed"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** What a review is about: an emergency operation, by its request, or a break-glass grant. */
export const reviewSubjects = ["operation", "grant"] as const;
export type ReviewSubject = (typeof reviewSubjects)[number];

/** A review as a page shows it. Instants are ISO texts. */
export type ReviewCard = ReviewTexts & {
  id: string;
  subjectKind: ReviewSubject;
  /** Of the request, or of the grant. */
  subjectId: string;
  operation: string;
  subject: string;
  incident: string | null;
  state: ReviewState;
  actorName: string;
  /** The act was the reader's own. */
  own: boolean;
  openedAt: string;
  dueAt: string;
  /** Past its time by the database's clock: unfiled, or filed too late. */
  late: boolean;
  version: number;
  writtenByName: string | null;
  writtenAt: string | null;
  filedByName: string | null;
  filedAt: string | null;
};
