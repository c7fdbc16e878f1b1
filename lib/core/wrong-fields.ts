import type { z } from "zod";

/**
 * The names of what was wrong in an input, never their values, for a refusal's facts.
 * @param whole what the input itself is called, where it is none at all
 */
export const wrongFields = ({ issues }: z.core.$ZodError, whole = "input"): string =>
  [...new Set(issues.map((issue) => fieldOf(issue, whole)))].slice(0, 8).join(", ");

function fieldOf(issue: z.core.$ZodIssue, whole: string): string {
  const names = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  const name = names.map((path) => path.join(".")).join(" ");
  return (name || whole).replace(/[^\w .-]/g, "?").slice(0, 60);
}
