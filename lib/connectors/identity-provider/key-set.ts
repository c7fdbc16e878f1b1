import "server-only";
import { env } from "@/lib/core/env";
import { type Answer, request } from "../request";
import { wireJwks } from "./wire";

/** A key set as it was served. Null: it does not say. */
export type ReadKeySet = { kids: string[]; maxAgeSeconds: number | null; ageSeconds: number | null };

/**
 * Reads the published key set with what it says of how long it may be kept.
 * @source RFC 9111, 5.2.2.1 max-age and 5.1 Age
 */
export async function readKeySet(timeoutMs: number): Promise<Answer<ReadKeySet>> {
  const answer = await request({ url: new URL("/.well-known/jwks.json", env().IDP_BASE_URL), timeoutMs });
  if (!answer.ok) return answer;
  const { status, body, cacheControl, ageSeconds } = answer.value;
  const parsed = wireJwks.safeParse(body);
  if (status !== 200 || !parsed.success) return { ok: false, failure: { kind: "unexpected_answer", status } };
  const [, maxAge] = /(?:^|[,\s])max-age=(\d{1,9})(?:$|[,\s;])/i.exec(cacheControl ?? "") ?? [];
  return {
    ok: true,
    value: {
      kids: parsed.data.keys.flatMap(({ kid }) => kid ?? []),
      maxAgeSeconds: maxAge === undefined ? null : Number(maxAge),
      ageSeconds,
    },
  };
}
