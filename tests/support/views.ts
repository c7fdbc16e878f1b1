import { randomUUID } from "node:crypto";
import type { Role } from "@/lib/access/roles";
import { playedBy } from "./cast";
import type { Query } from "./reviews";

/** A search to be kept, under a name of its own. */
export const aView = () => ({
  name: `View ${randomUUID()}`,
  search: { state: "dead", app: "57", event: "", status: "", q: "cause:tls" },
  shared: false,
});

/** A view that somebody keeps. @returns its id */
export async function keptView(query: Query, email: string, shared = false): Promise<string> {
  const { name, search } = aView();
  const [row] = await query<{ id: string }>(
    `INSERT INTO delivery_views (id, person_id, name, query, shared)
     SELECT gen_random_uuid(), id, $2, $3, $4 FROM people WHERE email = $1 RETURNING id::text`,
    [email, name, JSON.stringify(search), shared],
  );
  return row?.id ?? "";
}

/** Inputs that would do, for the views. */
export const viewInputs = (query: Query): Record<`delivery-view.${"remove" | "save"}`, (role: Role) => unknown> => ({
  "delivery-view.remove": (role) => keptView(query, playedBy[role]).then((id) => ({ id })),
  "delivery-view.save": () => aView(),
});
