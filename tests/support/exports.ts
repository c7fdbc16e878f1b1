import type { ExportInput } from "@/lib/deliveries/shapes";
import { stored } from "./acts";
import type { Person } from "./people";
import type { Query } from "./reviews";

/** What makes a stored export one that was confirmed just now. */
export const confirmedNow = "UPDATE action_requests SET state = 'succeeded', finished_at = now() WHERE id = $1";

/** An export of this person's that was confirmed just now. @returns the id of its request */
export async function confirmedExport(query: Query, person: Person, of: ExportInput["of"]): Promise<string> {
  const id = await stored(await person.actor(), { operation: "delivery.export", input: { of } });
  await query(confirmedNow, [id]);
  return id;
}
