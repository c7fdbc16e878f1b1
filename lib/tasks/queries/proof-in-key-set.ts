import "server-only";
import type { Actor } from "@/lib/access/actor";
import { readKeySet } from "@/lib/connectors/identity-provider/key-set";
import { identityProviderRead } from "@/lib/core/db";
import { askDatabase, deadlineMs } from "@/lib/triage/queries/probes/look";
import type { Proof } from "../rules/catalogue";
import { isInSet, type TabledKey, wantedInSet } from "../rules/in-key-set";

/**
 * Whether the key set that is served agrees with what the tables show of a task on keys.
 * @returns true for a task that is about no key; null while the set does not answer, or an older copy of it is kept on the way
 */
export async function isShownByKeySet(_actor: Actor, proof: Proof, given: readonly string[]): Promise<true | null> {
  if (wantedInSet(proof, given, []) === null) return true;
  const [keys, set] = await Promise.all([askDatabase(() => readKeys(proof, given)), readKeySet(deadlineMs)]);
  if (!keys.ok || !set.ok) return null;
  const wanted = wantedInSet(proof, given, keys.value);
  return wanted !== null && isInSet(wanted, set.value.kids) ? true : null;
}

const readKeys = (proof: Proof, [app = "0"]: readonly string[]): Promise<TabledKey[]> =>
  proof.startsWith("token_key")
    ? identityProviderRead().$queryRaw<TabledKey[]>`SELECT kid, state FROM signing_keys`
    : identityProviderRead().$queryRaw<TabledKey[]>`
        SELECT kid, state FROM webhook_signing_keys WHERE oauth_application_id = ${BigInt(app)}`;
