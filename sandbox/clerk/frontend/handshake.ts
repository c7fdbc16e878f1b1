import type { Answer } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { clientUatCookies, cookie, expiredSessionCookies, sessionCookies } from "../cookies";
import { ClerkRefusal } from "../errors";
import { newSecret } from "../ids";
import type { ClerkInstance } from "../instance";
import { mintSessionToken } from "../session-token";
import { activeSessionsOf } from "../store";
import { type Call, frontendRoute, isAllowedOrigin } from "./call";

const HANDSHAKE_SECONDS = 10;
const NONCE_COOKIE = "__clerk_handshake_nonce";

/** The page load that finds a stale token goes once round here and comes back with fresh cookies. */
export function handshakeRoutes(instance: ClerkInstance): Route[] {
  return [
    frontendRoute(instance, "GET", "/v1/client/handshake", async (call) => {
      const target = requireTarget(call);
      const directives = await directivesFor(call, target.origin);
      return redirect(target, [await handshakeCookie(call, directives)]);
    }),
    frontendRoute(instance, "GET", "/v1/client/touch", (call) =>
      redirect(requireTarget(call), clientUatCookies(instance, call.client)),
    ),
  ];
}

/** The cookies that the product's own server is told to set. */
async function directivesFor(call: Call, azp: string): Promise<string[]> {
  const { instance, client } = call;
  const session = client && activeSessionsOf(instance.store, client.id)[0];
  return [
    ...clientUatCookies(instance, client),
    ...(session
      ? sessionCookies(instance, await mintSessionToken(instance, session, { azp }))
      : expiredSessionCookies(instance)),
  ];
}

async function handshakeCookie(call: Call, directives: string[]): Promise<string> {
  const { instance } = call;
  if (call.exchange.query.get("format") === "nonce") {
    const nonce = newSecret();
    // A nonce serves once: left in the browser, it would sign out every request of the next seconds.
    instance.handshakes.set(nonce, [...directives, cookie(NONCE_COOKIE, "", 0, true)]);
    return cookie(NONCE_COOKIE, nonce, HANDSHAKE_SECONDS, true);
  }
  const jwt = await instance.signingKey.sign({ handshake: directives });
  return cookie("__clerk_handshake", jwt, HANDSHAKE_SECONDS, true);
}

/** Only known origins, or this would be an open redirect. */
function requireTarget(call: Call): URL {
  const wanted = call.exchange.query.get("redirect_url") ?? "";
  const target = URL.canParse(wanted) ? new URL(wanted) : undefined;
  if (target && isAllowedOrigin(call.instance, target.origin)) return target;
  throw new ClerkRefusal(400, "url_based_redirect_not_allowed", "The redirect_url is not one of this instance.");
}

function redirect(target: URL, cookies: string[]): Answer {
  return { status: 307, headers: { location: target.href, "cache-control": "no-store", "set-cookie": cookies } };
}
