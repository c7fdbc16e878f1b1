import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import type { Standing } from "../shapes";
import { readStandings } from "./standings";

/**
 * Everybody, and the ones who were chosen.
 * @refuses person_not_found when one of the ids is nobody's
 */
export async function choosePeople(
  _actor: Actor,
  ids: readonly string[],
): Promise<Result<{ everybody: Standing[]; chosen: Standing[] }>> {
  const everybody = await readStandings(consoleDb());
  const wanted = new Set(ids);
  const chosen = everybody.filter(({ id }) => wanted.has(id));
  if (chosen.length < wanted.size) return refuse("person_not_found", { people: wanted.size - chosen.length });
  return ok({ everybody, chosen });
}
