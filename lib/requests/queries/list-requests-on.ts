import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { RequestCard, RequestState } from "../shapes";
import { cardsOf } from "./request-cards";

/**
 * The newest requests of some operations that name one thing.
 * @param id what their input names as its `id`
 */
export async function listRequestsOn(
  actor: HumanActor,
  operations: readonly string[],
  id: string,
  limit: number,
): Promise<RequestCard[]> {
  const found = await consoleDb().$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM action_requests
     WHERE operation = ANY (${operations}) AND input_text::jsonb ->> 'id' = ${id}
     ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
  const rows = await consoleDb().actionRequest.findMany({
    where: { id: { in: found.map((row) => row.id) } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return cardsOf(
    actor,
    rows.map((row) => ({ ...row, state: row.state as RequestState })),
  );
}
