import { inert } from "@/lib/core/text";
import type { DeliveryRow } from "../shapes";
import { causeOfRow } from "./refine";
import { stateOf } from "./state";

/** What makes a spreadsheet calculate instead of show, also behind blanks and in the wide forms of East Asian keyboards. */
const calculates =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is after
  /^\s*[=+\-@\t\r\n\u0000\uFF0B\uFF0D\uFF1D\uFF20]/;

/**
 * One cell: always quoted, and never a formula. What would be one gets an apostrophe in front; characters that hide or reorder stand as
 * labelled escapes.
 * @source OWASP, CSV injection; ASVS 5.0 1.2.10; RFC 4180
 */
export function csvCell(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = calculates.test(text) ? `'${inert(text)}` : inert(text); // guard: formula-cells
  return `"${safe.replaceAll('"', '""')}"`;
}

const line = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

const columns: Record<string, (row: DeliveryRow) => string | number | null> = {
  delivery_id: ({ id }) => id,
  relying_party_id: ({ relyingPartyId }) => relyingPartyId,
  relying_party: ({ relyingPartyName }) => relyingPartyName,
  event_type: ({ eventType }) => eventType,
  subject: ({ subject }) => subject,
  state: stateOf,
  cause: (row) => (stateOf(row) === "dead" ? causeOfRow(row) : null),
  attempts: ({ attempts }) => attempts,
  last_status: ({ lastStatus }) => lastStatus,
  last_error: ({ lastError }) => lastError,
  enqueued_at: ({ enqueuedAt }) => enqueuedAt,
  dead_at: ({ dlqAt }) => dlqAt,
  delivered_at: ({ deliveredAt }) => deliveredAt,
};

/** The first line, behind the mark by which Excel knows UTF-8. */
export const csvHead = (): string => `\uFEFF${line(Object.keys(columns))}`;

/** One delivery, without its payload. Instants are ISO texts in UTC. */
export const csvLine = (row: DeliveryRow): string => line(Object.values(columns).map((cell) => cell(row)));

/** Of letters, digits and hyphens alone, whatever was searched for. @param at an ISO text */
export const exportFileName = (at: string): string => `deliveries-${at.slice(0, 19).replace(/[^0-9T]/g, "")}Z.csv`;
