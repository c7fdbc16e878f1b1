import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { Refused } from "@/lib/core/errors";
import { deliveryId } from "@/lib/deliveries/shapes";
import { requestId } from "@/lib/requests/shapes";
import { rowStates } from "../rules/row-states";
import type { ReplayRowsPage, ReplayView } from "../shapes";
import { findReplayView, listReplayRows } from "./progress";

export const replayPageSize = 50;

/** Which page of a replay's rows is looked at. What is not understood is the first page of all. */
export const rowsQuery = z.object({
  state: z.enum(rowStates).nullable().catch(null).default(null),
  after: deliveryId.nullable().catch(null).default(null),
});

/** @refuses replay_not_found */
export async function replayView(actor: Actor, id: string): Promise<ReplayView> {
  const known = requestId.safeParse(id);
  const view = known.success ? await findReplayView(actor, known.data) : null;
  if (!view) throw new Refused({ code: "replay_not_found" });
  return view;
}

/** @refuses replay_not_found, not_allowed */
export async function replayRowsView(
  actor: Actor,
  query: Readonly<Record<string, string | undefined>>,
): Promise<ReplayRowsPage> {
  const { data: id } = requestId.safeParse(query.id);
  if (id === undefined) throw new Refused({ code: "replay_not_found" });
  const asked = rowsQuery.parse(query);
  const rows = await listReplayRows(actor, id, { ...asked, limit: replayPageSize + 1 });
  const page = rows.slice(0, replayPageSize);
  return { rows: page, next: rows.length > page.length ? (page.at(-1)?.deliveryId ?? null) : null };
}
