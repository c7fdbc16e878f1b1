import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** A set of people by their names, in the order of the set; somebody who is unknown keeps their id. */
export async function partsOfPeople(
  _context: { actor: Actor },
  { people }: { people: readonly string[] },
): Promise<{ field: "people"; choices: { value: string; label: string }[] }> {
  const known = await consoleDb().person.findMany({
    where: { id: { in: [...people] } },
    select: { id: true, name: true },
  });
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return { field: "people", choices: people.map((id) => ({ value: id, label: names.get(id) ?? id })) };
}
