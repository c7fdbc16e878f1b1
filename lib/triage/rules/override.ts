import { hours } from "@/lib/core/duration";
import { type Category, type Severity, severities } from "../shapes";

/** So long a person's word holds at most: by then somebody should look again. */
export const overrideHoldsMs = hours(4);

/** Whether a verdict makes sense: nothing is healthy and grave at once, and a person who knows nothing has nothing to say. */
export const isVerdict = ({ category, severity }: { category: Category; severity: Severity }): boolean =>
  category !== "unknown" && (category === "healthy") === (severity === "none");

/** Whether one thing is worse than another. */
export const isGraver = (one: Severity, other: Severity): boolean =>
  severities.indexOf(one) < severities.indexOf(other);
