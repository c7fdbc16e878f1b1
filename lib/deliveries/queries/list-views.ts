import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import { type DeliveryView, deliverySearch } from "../shapes";

type Row = Omit<DeliveryView, "search"> & { query: string };

/** One's own views, then those that others share, by name; none for people who may see counts only. At most 200. */
export async function listViews(actor: Actor): Promise<DeliveryView[]> {
  if (!("personId" in actor) || !hasRole(actor, ["responder", "admin"])) return []; // guard: views-role
  const rows = await consoleDb().$queryRaw<Row[]>`
    SELECT v.id::text AS id, v.name, v.query, v.shared, v.person_id = ${actor.personId}::uuid AS own, p.name AS owner
      FROM delivery_views v JOIN people p ON p.id = v.person_id
     WHERE v.person_id = ${actor.personId}::uuid OR v.shared
     ORDER BY own DESC, lower(v.name), v.id LIMIT 200`;
  return rows.flatMap(({ query, ...view }) => {
    const search = deliverySearch.safeParse(JSON.parse(query));
    return search.success ? [{ ...view, search: search.data }] : [];
  });
}
