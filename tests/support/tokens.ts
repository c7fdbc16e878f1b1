import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, importPKCS8, SignJWT } from "jose";
import { world } from "./world";

export type Claims = Record<string, unknown>;

/** A token of Clerk's with other claims, signed by Clerk's own key: what a Clerk that is configured otherwise would issue. */
export async function withClaims(token: string, change: (claims: Claims) => Claims): Promise<string> {
  const key = await importPKCS8(world().env.sandbox.SANDBOX_CLERK_CONSOLE_PRIVATE_KEY ?? "", "RS256");
  const { kid } = decodeProtectedHeader(token);
  return new SignJWT(change(decodeJwt(token)))
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(kid === undefined ? {} : { kid }) })
    .sign(key);
}

/** The claims without one of them. */
export function without(claims: Claims, name: string): Claims {
  const { [name]: _gone, ...rest } = claims;
  return rest;
}

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Forgeries of a token by somebody who has only the public key. */
export const forgeries: Record<string, (token: string) => string | Promise<string>> = {
  "names no algorithm and has no signature": (token) => `${text({ alg: "none", typ: "JWT" })}.${token.split(".")[1]}.`,
  "names no algorithm and keeps a signature": (token) =>
    `${text({ alg: "none", typ: "JWT" })}.${token.split(".").slice(1).join(".")}`,
  "is signed with the public key as a shared secret": (token) => {
    const { privateKey } = { privateKey: world().env.sandbox.SANDBOX_CLERK_CONSOLE_PRIVATE_KEY ?? "" };
    const secret = createPublicKey(privateKey).export({ type: "spki", format: "pem" });
    return new SignJWT(decodeJwt(token))
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: "HS256" })
      .sign(Buffer.from(secret));
  },
  "is signed with a key of the forger's own": (token) => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return new SignJWT(decodeJwt(token))
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: "RS256" })
      .sign(privateKey);
  },
  "has other claims under a real signature": (token) => {
    const [header, payload = "", seal] = token.split(".");
    return `${header}.${text({ ...(JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims), exp: 4_102_444_800 })}.${seal}`;
  },
  "lost its signature": (token) => token.split(".").slice(0, 2).join("."),
  "is eight kilobytes of nothing": () => "A".repeat(8_192),
  "is empty": () => "",
};
