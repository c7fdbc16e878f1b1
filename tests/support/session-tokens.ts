import { createHash } from "node:crypto";
import { decodeJwt } from "jose";
import { Person } from "./people";
import { withClaims } from "./tokens";
import { world } from "./world";

export type SessionClaims = Record<string, unknown> & { o?: { id: string; rol: string; slg: string } };

const tokens = new Map<string, Promise<string>>();

/** A token that Clerk issued to this person; they sign in once per test file. */
function issuedTo(email: string): Promise<string> {
  const known = tokens.get(email) ?? Person.signIn(email).then((person) => person.token());
  tokens.set(email, known);
  return known;
}

/** What Clerk says of somebody who signed in just now. */
export const claimsOf = async (email: string): Promise<SessionClaims> => decodeJwt(await issuedTo(email));

/** A token as Clerk would issue it this second, with these claims. @param agoSeconds how long ago it was issued; it lives for 60 s */
export async function tokenWith(claims: Record<string, unknown>, agoSeconds = 0): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000) - agoSeconds;
  return withClaims(await issuedTo("mina@ops.example"), () => ({ ...claims, iat, nbf: iat - 10, exp: iat + 60 }));
}

/** What a signed-in browser's cookies hold. */
export function sessionCookies(token: string): string {
  const key = world().env.product.CLERK_PUBLISHABLE_KEY ?? "";
  const suffix = createHash("sha1").update(key).digest("base64url").slice(0, 8);
  const uat = Math.floor(Date.now() / 1_000) - 300;
  const names = { __session: token, __client_uat: uat };
  return Object.entries(names)
    .flatMap(([name, value]) => [`${name}=${value}`, `${name}_${suffix}=${value}`])
    .join("; ");
}
