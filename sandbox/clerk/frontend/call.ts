import type { Answer, Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { CLIENT_COOKIE, clientCookie, clientUatCookies } from "../cookies";
import { answerOf, ClerkRefusal, notFound, signedOut } from "../errors";
import { newId, newSecret } from "../ids";
import type { ClerkInstance } from "../instance";
import { activeSessionsOf, type Client, type Session, type User } from "../store";
import { clientJson } from "../wire/client";

/** One request of a browser, or of the product's proxy on its behalf. */
export type Call = {
  instance: ClerkInstance;
  exchange: Exchange;
  form: URLSearchParams;
  /** Absent in a browser that never signed in. */
  client: Client | undefined;
  /** The origin that tokens are minted for. */
  azp: string;
  setCookies: string[];
};

export type CallHandler = (call: Call) => Answer | Promise<Answer>;

/** A Frontend API route; the verb is the one that is meant, not the POST that carries it. */
export function frontendRoute(instance: ClerkInstance, method: string, path: string, handle: CallHandler): Route {
  return {
    method,
    path,
    async answer(exchange) {
      const setCookies: string[] = [];
      try {
        return await handle(openCall(instance, exchange, setCookies));
      } catch (error) {
        if (!(error instanceof ClerkRefusal)) throw error;
        // A browser keeps its new identity through a refusal, or it could guess for ever as a newcomer.
        const answer = answerOf(error);
        return { ...answer, headers: { ...answer.headers, "set-cookie": setCookies } };
      }
    },
  };
}

function openCall(instance: ClerkInstance, exchange: Exchange, setCookies: string[]): Call {
  const proxyUrl = exchange.headers["clerk-proxy-url"];
  const givenKey = exchange.headers["clerk-secret-key"];
  if ((proxyUrl !== undefined || givenKey !== undefined) && !instance.secretKeys.accepts(givenKey)) {
    throw new ClerkRefusal(401, "secret_key_invalid", "The Clerk-Secret-Key of the proxy is missing or wrong.");
  }
  const origin = exchange.headers.origin ?? (proxyUrl && originOf(proxyUrl)) ?? instance.allowedOrigins[0] ?? "";
  if (!isAllowedOrigin(instance, origin)) {
    throw new ClerkRefusal(400, "origin_invalid", `The origin ${origin} is not one of this instance.`);
  }
  const token = exchange.cookies[CLIENT_COOKIE];
  const client = [...instance.store.clients.values()].find((each) => token !== undefined && each.token === token);
  return { instance, exchange, form: exchange.form(), client, azp: origin, setCookies };
}

/** The browser's client, made now if need be. */
export function ensureClient(call: Call): Client {
  if (call.client) return call.client;
  const now = Date.now();
  const client: Client = {
    id: newId("client"),
    token: newSecret(),
    signInId: null,
    lastStrategy: null,
    authenticatedAt: now,
    createdAt: now,
    updatedAt: now,
  };
  call.instance.store.clients.set(client.id, client);
  call.setCookies.push(clientCookie(client));
  call.client = client;
  return client;
}

/** The active session that the path names. @throws ClerkRefusal 401 when signed out, 404 when it is not this browser's */
export function requireSession(call: Call): { session: Session; user: User } {
  if (!call.client) throw signedOut();
  const session = call.instance.store.sessions.get(call.exchange.params.sessionId ?? "");
  if (!session || session.clientId !== call.client.id) throw notFound("The session");
  if (session.status !== "active") throw signedOut();
  return { session, user: userOf(call, session) };
}

/** The session that the browser is in, for the `/me` family. */
export function requireCurrentSession(call: Call): { session: Session; user: User } {
  const sessions = call.client ? activeSessionsOf(call.instance.store, call.client.id) : [];
  const named = call.exchange.query.get("_clerk_session_id");
  const session = named ? sessions.find(({ id }) => id === named) : sessions[0];
  if (!session) throw signedOut();
  return { session, user: userOf(call, session) };
}

function userOf(call: Call, session: Session): User {
  const user = call.instance.store.users.get(session.userId);
  if (!user) throw notFound("The user");
  return user;
}

/** Answers a change: with the whole client, which is what redraws the page, and with fresh cookies. */
export async function changed(call: Call, response: unknown): Promise<Answer> {
  return {
    status: 200,
    json: { response, client: await clientJson(call.instance, call.client, call.azp) },
    headers: { "set-cookie": [...call.setCookies, ...clientUatCookies(call.instance, call.client)] },
  };
}

/** Answers a read: the client comes along here, too. */
export async function found(call: Call, response: unknown): Promise<Answer> {
  return { status: 200, json: { response, client: await clientJson(call.instance, call.client, call.azp) } };
}

/** Any loopback origin will do beside the named ones: a second console may run on another port. */
export function isAllowedOrigin(instance: ClerkInstance, origin: string): boolean {
  if (instance.allowedOrigins.includes(origin)) return true;
  return /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(origin);
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
