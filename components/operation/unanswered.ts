import { unstable_isUnrecognizedActionError as isOfAnotherBuild } from "next/navigation";
import type { Result } from "@/lib/core/errors";

/**
 * What a call of ours came to when nothing of ours answered it. A console that was built anew and does not know this page's acts has done
 * nothing, and says so; otherwise nobody knows.
 */
export const unanswered = (error: unknown): Result<never> => ({
  ok: false,
  refusal: { code: isOfAnotherBuild(error) ? "page_outdated" : "outcome_unknown" },
});

/** Then the page is left alone: asking the new console to draw it would load it anew, and take with it what was typed. */
export const isOutdated = (result: Result<unknown>): boolean => !result.ok && result.refusal.code === "page_outdated";
