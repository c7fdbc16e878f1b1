import "server-only";
import { createHmac } from "node:crypto";
import { findCandidate, listCandidatePasskeys } from "@/lib/bypass/queries/find-candidate";
import { wishDigest } from "@/lib/bypass/rules/ceremony";
import type { Wish } from "@/lib/bypass/shapes";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { ok, type Result } from "@/lib/core/errors";
import { proofChallenge } from "@/lib/passkeys/rules/check-assertion";
import { answering } from "./account";

/** What `navigator.credentials.get` is asked with; `challenge` and ids are base64url. `issuedAt` goes back with what was signed. */
export type OpeningOffer = { challenge: string; issuedAt: string; credentials: string[] };

/**
 * The challenge that a passkey signs to open the console: everything that was typed, and nothing else. Somebody who is not enrolled, or
 * has no passkey, gets one that looks the same, the same each time, and that nothing answers. Changes nothing.
 */
export async function offerOpening(ref: string, typed: Wish): Promise<Result<OpeningOffer>> {
  return answering(ref, async () => {
    const wish = { ...typed, email: typed.email.toLowerCase() };
    return consoleDb().$transaction(async (tx) => {
      const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
      const issuedAt = (clock?.now ?? new Date()).toISOString();
      const candidate = await findCandidate(tx, wish.email);
      const held = await listCandidatePasskeys(tx, candidate?.personId ?? null);
      const credentials = held.length > 0 ? held : [likeness(wish.email, "credential")];
      const personId = candidate?.personId ?? likeness(wish.email, "person");
      const parts = { purpose: "open", requestId: wish.id, digest: wishDigest(wish), personId, issuedAt } as const;
      return ok({ challenge: proofChallenge(parts), issuedAt, credentials });
    });
  });
}

/** Something that nobody can tell from the real thing. */
const likeness = (email: string, of: string): string =>
  createHmac("sha256", env().GRANT_SIGNING_KEY).update(`${of}.${email}`).digest("base64url");
