import { csvCell } from "@/lib/deliveries/rules/csv";
import type { ReplayRowView } from "../shapes";

const columns: Record<string, (row: ReplayRowView, relyingParty: string) => string | number | null> = {
  delivery_id: ({ deliveryId }) => deliveryId,
  relying_party_id: ({ relyingPartyId }) => relyingPartyId,
  relying_party: (_row, relyingParty) => relyingParty,
  result: ({ state }) => state,
  attempts: ({ attempts }) => attempts,
  last_status: ({ lastStatus }) => lastStatus,
  put_back_at: ({ enqueuedAt }) => enqueuedAt,
  result_at: ({ judgedAt }) => judgedAt,
};

const line = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** The first line, behind the mark by which Excel knows UTF-8. */
export const replayCsvHead = (): string => `\uFEFF${line(Object.keys(columns))}`;

/** What became of one delivery, as a line of the file: no payload and nothing that somebody answered. */
export const replayCsvLine = (row: ReplayRowView, relyingParty: string): string =>
  line(Object.values(columns).map((cell) => cell(row, relyingParty)));
