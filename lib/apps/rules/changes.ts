import type { AppFields } from "../shapes";

export type AppChange = { field: keyof AppFields; before: string; after: string };

const fields = [
  "name",
  "role",
  "environment",
  "hostedOn",
  "url",
  "healthUrl",
  "renderServiceId",
  "clerkInstance",
  "clerkSecretKeys",
] as const satisfies readonly (keyof AppFields)[];

const said = (value: AppFields[keyof AppFields]): string => (Array.isArray(value) ? value.join(", ") : value) || "–";

/** What differs between an app as it is and as it shall be, in words for a preview. */
export function changesOfApp(before: AppFields, after: AppFields): AppChange[] {
  return fields
    .map((field) => ({ field, before: said(before[field]), after: said(after[field]) }))
    .filter((change) => change.before !== change.after);
}
