import "server-only";
import type { Actor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { readAppHealth } from "@/lib/connectors/apps/read-health";
import { seconds } from "@/lib/core/duration";
import { untouched } from "../rules/consumers";
import type { Consumer, Health, KeptClerkRotation } from "../shapes";

async function healthOf(url: string | null): Promise<Health> {
  if (url === null) return "none";
  const answer = await readAppHealth(url, seconds(2.5));
  // A page that is well and speaks in other words says nothing of its key.
  if (!answer.ok && answer.failure.kind === "unexpected_answer" && answer.failure.status === 200)
    return { fingerprint: null, clerkReachable: null };
  if (!answer.ok) return "silent";
  return { fingerprint: answer.value.keyFingerprint, clerkReachable: answer.value.clerkReachable };
}

/** Every app that holds a key of the customers' Clerk, with what it says of itself this second. */
export async function listConsumers(actor: Actor, rotation: KeptClerkRotation | null): Promise<Consumer[]> {
  const apps = await listApps(actor);
  return Promise.all(
    apps
      .filter(({ clerkInstance }) => clerkInstance === "managed")
      .map(async ({ id, name, hostedOn, renderServiceId, healthUrl, clerkSecretKeys: envKeys }): Promise<Consumer> => {
        const kept = rotation?.consumers.find(({ app }) => app === id) ?? untouched(id);
        // A service of which nobody says which variables hold the key is out of reach, too.
        const serviceId = envKeys.length > 0 ? renderServiceId : null;
        return { ...kept, name, hostedOn, serviceId, envKeys, health: await healthOf(healthUrl) };
      }),
  );
}
