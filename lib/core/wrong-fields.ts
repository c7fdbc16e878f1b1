import type { z } from "zod";

/** The names of what was wrong in an input, never their values, for a refusal's facts. */
export const wrongFields = ({ issues }: z.core.$ZodError): string =>
  [...new Set(issues.map(fieldOf))].slice(0, 8).join(", ");

function fieldOf(issue: z.core.$ZodIssue): string {
  const name = issue.code === "unrecognized_keys" ? issue.keys.join(" ") : issue.path.join(".");
  return (name || "input").replace(/[^\w .-]/g, "?").slice(0, 60);
}
