import type { Cause, DeliveryRow } from "../shapes";
import { causeOf, causeRules } from "./cause";
import { normalisedError } from "./normalised-error";
import type { SearchTerm } from "./search";

/** How a search names an error that says nothing. */
export const saysNothing = "-";

type Answer = Pick<DeliveryRow, "lastStatus" | "lastError" | "attempts">;

/** The cause of a row of a list; what was kept of it earlier chooses the rule, and never the cause. */
export const causeOfRow = (row: Answer): Cause => causeOf({ ...row, evidenceKept: false }).cause;

/** The terms that only our rules can tell: the database knows neither causes nor which errors are alike. */
export const refining = (terms: readonly SearchTerm[]): SearchTerm[] =>
  terms.filter(({ field }) => field === "cause" || field === "alike");

/** Whether a row is what the refining terms ask for: one of those that are named of each field, and none of those that are not wanted. */
export function isAsked(row: Answer, terms: readonly SearchTerm[]): boolean {
  const said = { cause: causeOfRow(row), alike: normalisedError(row.lastError) ?? saysNothing };
  return (["cause", "alike"] as const).every((field) => {
    const own = terms.filter((term) => term.field === field);
    const wanted = own.filter(({ not }) => !not);
    const unwanted = own.filter(({ not }) => not);
    const has = ({ value }: SearchTerm): boolean => value === said[field];
    return (wanted.length === 0 || wanted.some(has)) && !unwanted.some(has);
  });
}

/** The answers that can have one of these causes, so that the database can leave out the others; null among them: no answer. */
export function statusesOf(wanted: readonly string[]): (readonly [number, number] | null)[] {
  return causeRules.filter(({ cause }) => wanted.includes(cause)).map(({ status }) => status);
}
