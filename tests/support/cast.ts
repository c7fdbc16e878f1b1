import type { Role } from "@/lib/access/roles";
import { consoleRows } from "./rows";
import { claimsOf, type SessionClaims, sessionCookies, tokenWith } from "./session-tokens";
import { forgeries } from "./tokens";

/** Who plays which role in the sandbox's organisation. */
export const playedBy: Record<Role, string> = {
  responder: "mina@ops.example",
  admin: "jae@ops.example",
  manager: "sol@ops.example",
};

/**
 * How somebody comes: N with nothing · X with an expired token · F with one that Clerk never signed · F1 without a second factor ·
 * S with a stale one · U with a fresh one · M with the same role in an organisation of their own.
 */
export type Mode = "N" | "X" | "F" | "F1" | "S" | "U" | "M";

const changes: Record<Exclude<Mode, "N" | "F" | "X">, (claims: SessionClaims) => Record<string, unknown>> = {
  F1: () => ({ fva: [0, -1] }),
  S: () => ({ fva: [30, 30], rvid: freshProof() }),
  U: () => ({ fva: [30, 0], rvid: freshProof() }),
  M: ({ o }) => ({ o: { id: "org_of_their_own", rol: o?.rol ?? "admin", slg: "own" } }),
};

/** The id of a reverification that nothing was proved with yet. */
export const freshProof = (): string => `sver_${crypto.randomUUID().replaceAll("-", "")}`;

const forged = forgeries["is signed with a key of the forger's own"] ?? ((token) => token);

/** The cookies with which somebody of that role comes in that mode; undefined for none at all. */
export async function cookiesOf(role: Role, mode: Mode): Promise<string | undefined> {
  if (mode === "N") return undefined;
  const claims = await claimsOf(playedBy[role]);
  if (mode === "X") return sessionCookies(await tokenWith(claims, 120));
  if (mode === "F") return sessionCookies(await forged(await tokenWith(claims)));
  return sessionCookies(await tokenWith({ ...claims, ...changes[mode](claims) }));
}

/** The cookies of a session in order, of anybody. */
export async function cookiesFor(email: string, claims: Record<string, unknown> = {}): Promise<string> {
  return sessionCookies(await tokenWith({ ...(await claimsOf(email)), rvid: freshProof(), ...claims }));
}

/** Lets what Clerk last said of a person's role be as old as that. */
export async function ageRoleSnapshot(email: string, seconds: number): Promise<void> {
  await consoleRows(
    `UPDATE role_snapshots SET seen_at = now() - make_interval(secs => $2)
      WHERE person_id = (SELECT id FROM people WHERE email = $1)`,
    [email, seconds],
  );
}
