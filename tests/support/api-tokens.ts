import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { TokenScope } from "@/lib/access/policy";
import type { Query } from "./reviews";

const letter: Record<TokenScope, string> = { read: "r", operate: "o", signal: "s" };

/** A token of no row: nobody has ever made it. */
export const madeUpToken = (scope: TokenScope = "signal"): string =>
  `sp${letter[scope]}_test_${randomBytes(32).toString("hex")}`;

export type HeldToken = { id: string; token: string; personId: string };

/** A token of that person's, as it would have been made. Its clock is the database's. */
export async function heldToken(
  query: Query,
  personId: string,
  { scope = "signal", hoursLeft = 1 }: { scope?: TokenScope; hoursLeft?: number } = {},
): Promise<HeldToken> {
  const [id, token] = [randomUUID(), madeUpToken(scope)];
  await query(
    `INSERT INTO api_tokens (id, name, person_id, scope, secret_hash, expires_at)
     VALUES ($1, 'A test''s token', $2, $3, $4, now() + make_interval(hours => $5))`,
    [id, personId, scope, createHash("sha256").update(token).digest("hex"), hoursLeft],
  );
  return { id, token, personId };
}

/** What is asked for to have a token made, but for whose it is; each with a name of its own. */
export const aToken = () => ({ scope: "read", name: `Scanner ${randomUUID().slice(0, 8)}`, days: 7 });

/** What an app shows for itself, and no person. */
export type AnyScope = TokenScope | "bypass";

export const bearing = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
