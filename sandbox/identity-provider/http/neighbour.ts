import type { Pool } from "pg";
import type { Answer, Exchange, Neighbour } from "../../kernel/server";
import { CLOSED_STATUS, type Hosting } from "../../render/hosting";
import { answerJwks } from "./jwks";
import { answerToken } from "./token";

const SERVICE = "identity-provider";
const UP_PAGE = '<!DOCTYPE html><html><body style="background-color: green"></body></html>';

const BROKEN_PAGE = "<!DOCTYPE html><html><body><h1>We're sorry, but something went wrong.</h1></body></html>";

/** What can be broken by itself. */
const PARTS: Record<string, string> = { "/up": "up", "/.well-known/jwks.json": "jwks", "/oauth/token": "token" };

/** The identity provider as it is met over HTTP. */
export function identityProviderNeighbour(pool: Pool, issuer: string, hosting: Hosting): Neighbour {
  /** What runs is what was deployed last, and that may be slow or broken. */
  const hosted = (answer: (exchange: Exchange) => Answer | Promise<Answer>) => async (exchange: Exchange) => {
    const { status } = await hosting.meet(SERVICE);
    return status === undefined ? answer(exchange) : html(status, BROKEN_PAGE);
  };
  const kept = (answer: (exchange: Exchange) => Promise<Answer>) => async (exchange: Exchange) =>
    hosting.isClosed(SERVICE) ? html(CLOSED_STATUS, BROKEN_PAGE) : answer(exchange);
  return {
    name: "identity-provider",
    contentType: "application/json; charset=utf-8",
    routes: [
      { method: "GET", path: "/up", answer: hosted(() => html(200, UP_PAGE)) },
      // The host's edge keeps this one, so that it outlives a broken deploy for as long as its Cache-Control says.
      { method: "GET", path: "/.well-known/jwks.json", answer: kept((exchange) => answerJwks(pool, exchange)) },
      { method: "POST", path: "/oauth/token", answer: hosted((exchange) => answerToken(pool, issuer, exchange)) },
    ],
    faultName: ({ path }) => (PARTS[path] === undefined ? [] : [`identity-provider/${PARTS[path]}`]),
    failure: (status): Answer => ({
      status,
      json: { status, error: status === 404 ? "Not Found" : "Service failure" },
    }),
  };
}

function html(status: number, page: string): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, text: page };
}
