import "server-only";
import type { Actor } from "@/lib/access/actor";
import { readKeySet } from "@/lib/connectors/identity-provider/key-set";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { deadlineMs } from "@/lib/triage/queries/probes/look";
import type { ServedSet } from "../shapes/key";

/** What the key set serves at this moment. @refuses key_set_silent */
export async function readServedSet(_actor: Actor): Promise<Result<ServedSet>> {
  const answer = await readKeySet(deadlineMs);
  return answer.ok ? ok(answer.value) : refuse("key_set_silent");
}
