import "server-only";
import { timingSafeEqual } from "node:crypto";
import { headers } from "next/headers";
import { log } from "@/lib/core/log";
import { type AppActor, mintApp, type Visitor, visitor } from "./actor";
import { bearerHeader } from "./bearer";
import { modeHeader } from "./gate";
import { requestReference } from "./identify";
import { limitAppCalls } from "./limits";
import { findAppToken, type KnownAppToken, rememberAppUse } from "./store/app-tokens";
import { identifyBearer, tokenHash } from "./token";

/** `spb_`, so that a scanner and a person know one by its look; no other call of the API takes it. */
const shape = /^Bearer (spb_[A-Za-z0-9_-]{43,100})$/i;

/**
 * Which app is asking, by its bypass token alone. A person at a browser is none, and a token in a person's name is for something else.
 * @param app the app that is asked about
 * @returns a visitor with not_signed_in, ambiguous_identity, token_invalid, token_revoked, token_scope or rate_limited
 */
export async function identifyApp(app: string): Promise<AppActor | Visitor> {
  const [incoming, ref] = [await headers(), await requestReference()];
  const mode = incoming.get(modeHeader);
  if (mode === "both") return visitor({ code: "ambiguous_identity" }); // guard: ambiguous-app
  if (mode !== "token") return visitor({ code: "not_signed_in" });
  const header = incoming.get(bearerHeader) ?? "";
  const [, secret] = shape.exec(header) ?? [];
  if (secret === undefined) return insteadOfAnApp(header, ref);
  const known = await knownBy(tokenHash(secret));
  if (!known) return visitor({ code: "token_invalid" });
  const { appId, removed, restedAMinute } = known;
  log().info({ ref, appId, asks: app === appId }, "call of an app");
  if (removed) return visitor({ code: "token_revoked" }); // guard: app-removed
  if (appId !== app) return visitor({ code: "token_scope" }); // guard: app-of-its-own
  const limited = await limitAppCalls(appId); // guard: app-rate
  if (!limited.ok) return visitor(limited.refusal);
  if (restedAMinute) await rememberAppUse(appId);
  return mintApp({ kind: "app", appId });
}

async function knownBy(hash: string): Promise<KnownAppToken | null> {
  const known = await findAppToken(hash);
  return known && timingSafeEqual(Buffer.from(known.secretHash), Buffer.from(hash)) ? known : null;
}

async function insteadOfAnApp(header: string, ref: string): Promise<Visitor> {
  const identified = await identifyBearer(header, ref);
  if (identified.kind === "visitor") return identified;
  return visitor({ code: "token_scope" }, { personId: identified.personId });
}
