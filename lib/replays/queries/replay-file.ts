import "server-only";
import type { Actor } from "@/lib/access/actor";
import { replayCsvHead, replayCsvLine } from "../rules/csv";
import type { ReplayView } from "../shapes";
import { listReplayRows } from "./progress";

const batch = 5_000;

/** Every delivery of a replay and what became of it, line by line, read as it is sent. */
export async function* replayFile(actor: Actor, { requestId, lanes }: ReplayView): AsyncGenerator<string> {
  const names = new Map(lanes.map(({ relyingParty: { id, name } }) => [id, name]));
  let after: string | null = null;
  yield replayCsvHead();
  for (;;) {
    const rows = await listReplayRows(actor, requestId, { after, state: null, limit: batch });
    if (rows.length > 0) yield rows.map((row) => replayCsvLine(row, names.get(row.relyingPartyId) ?? "")).join("");
    if (rows.length < batch) return;
    after = rows.at(-1)?.deliveryId ?? null;
  }
}
