import { createHmac, timingSafeEqual } from "node:crypto";
import type { Answer, Exchange, Route } from "../kernel/server";

/** How far a sender's clock may be off. @source Standard Webhooks 1.0, verifying timestamps */
const TOLERANCE_SECONDS = 300;

/** Somebody's own receiver of notices. It verifies by hand, as the specification says, and takes an id once. */
export function webhookRoute(secret: string, taken: Set<string>): Route {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return {
    method: "POST",
    path: "/notices",
    answer(exchange) {
      const fault = faultOf(exchange, key);
      if (fault) return { status: 401, json: { error: fault } };
      const id = exchange.headers["webhook-id"] ?? "";
      const repeated = taken.has(id);
      taken.add(id);
      return { status: 200, json: { repeated } };
    },
  };
}

export const webhookFailure = (status: number): Answer => ({ status, json: { error: `answers ${status}` } });

function faultOf({ headers, body }: Exchange, key: Buffer): string | undefined {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures = "" } = headers;
  if (!id || !timestamp || id.includes(".")) return "headers are missing";
  if (!(Math.abs(Date.now() / 1_000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return "too old or too new";
  const wanted = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const matches = signatures.split(" ").some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ""), "base64");
    return each.startsWith("v1,") && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return matches ? undefined : "no signature fits";
}
