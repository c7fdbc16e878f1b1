import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Standing } from "../shapes";
import { readStandings } from "./standings";

/** Everybody whom we ever saw in the organisation, by name, with what each may be. */
export async function listPeople(_actor: Actor): Promise<Standing[]> {
  return readStandings(consoleDb());
}
