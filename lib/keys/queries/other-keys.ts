import "server-only";
import { createHash } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { type OwnKeyLine, ownKeys, type SecretKeyLine } from "../shapes/views";

type Reported = { app: string; fingerprint: string | null; at: Date };

/** Clerk secret keys by what apps report of the one that they use: each app, the variables that hold it, and a fingerprint. */
export async function listSecretKeys(actor: Actor): Promise<SecretKeyLine[]> {
  const [apps, reported] = await Promise.all([
    listApps(actor),
    consoleDb().$queryRaw<Reported[]>`
      SELECT DISTINCT ON (probe) substr(probe, 5) AS app, value ->> 'keyFingerprint' AS fingerprint, sampled_at AS at
        FROM probe_samples WHERE probe LIKE 'app/%' AND sampled_at > now() - interval '1 hour' AND value ->> 'keyFingerprint' IS NOT NULL
       ORDER BY probe, sampled_at DESC`,
  ]);
  return apps
    .filter(({ clerkInstance, clerkSecretKeys }) => clerkInstance !== "none" || clerkSecretKeys.length > 0)
    .map(({ id, name, clerkInstance, clerkSecretKeys }) => {
      const found = reported.find(({ app }) => app === id);
      return {
        app: id,
        name,
        clerkInstance,
        envKeys: clerkSecretKeys,
        fingerprint: found?.fingerprint ?? null,
        observedAt: found?.at.toISOString() ?? null,
      };
    });
}

/** What the console signs and seals with, and its own key at Clerk: the beginning of a hash, as apps report theirs. */
export const listOwnKeys = (_actor: Actor): OwnKeyLine[] =>
  ownKeys.map((name) => ({ name, fingerprint: createHash("sha256").update(env()[name]).digest("hex").slice(0, 8) }));
