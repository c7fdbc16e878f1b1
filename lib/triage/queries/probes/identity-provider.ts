import "server-only";
import { readKids, tryToken, tryUp } from "@/lib/connectors/identity-provider/endpoints";
import { identityProviderRead } from "@/lib/core/db";
import type { Reading } from "../../shapes";
import { askDatabase, deadlineMs, look } from "./look";

export const probeIdpUp = (): Promise<Reading> => look("idp_up", () => tryUp(deadlineMs));

export const probeIdpToken = (): Promise<Reading> => look("idp_token", () => tryToken(deadlineMs));

export const probeIdpDatabase = (): Promise<Reading> =>
  look("idp_database", () => askDatabase(() => identityProviderRead().$queryRaw`SELECT 1`));

/** Whether the key set is there, and holds what signs tokens now. Without the database nobody knows what should be in it. */
export async function probeIdpJwks(): Promise<Reading> {
  const active = askDatabase(
    () => identityProviderRead().$queryRaw<{ kid: string }[]>`SELECT kid FROM signing_keys WHERE state = 'active'`,
  );
  return look(
    "idp_jwks",
    async () => {
      const [kids, wanted] = await Promise.all([readKids(deadlineMs), active]);
      if (!kids.ok) return kids;
      const missing = wanted.ok ? wanted.value.map(({ kid }) => kid).filter((kid) => !kids.value.includes(kid)) : [];
      return { ok: true, value: { published: kids.value.length, missing } };
    },
    ({ published, missing }) => ({
      ...(missing.length > 0
        ? ({ status: "down", detail: "active_kid_missing" } as const)
        : ({ status: "ok", detail: null } as const)),
      value: { published, missing: missing.map((kid) => kid.slice(0, 80)) },
    }),
  );
}
