import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";

/** Whether anybody has, or had, this passkey. It says nothing of whose. */
export async function isKnownPasskey(_actor: HumanActor, credentialId: string): Promise<boolean> {
  return (await consoleDb().passkey.count({ where: { credentialId } })) > 0;
}

/** Whether a passkey was made with this challenge before: each is good for one. */
export async function isSpentChallenge(_actor: HumanActor, challenge: string): Promise<boolean> {
  return (await consoleDb().passkey.count({ where: { challenge } })) > 0;
}
