import { timingSafeEqual } from "node:crypto";
import type { Exchange } from "../../kernel/server";

/** The client with which a console probes that tokens are issued. */
export const PROBE_CLIENT = { id: "sallyport-probe", secret: "sandbox-only" };

/** Reads the client from Basic authentication or from the form, and says whether it is the probe client. */
export function isProbeClient(exchange: Exchange): boolean {
  const given = fromBasic(exchange.headers.authorization) ?? fromForm(exchange.form());
  return given !== undefined && isSame(given.id, PROBE_CLIENT.id) && isSame(given.secret, PROBE_CLIENT.secret);
}

type Credentials = { id: string; secret: string };

/** @source RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function fromBasic(authorization: string | undefined): Credentials | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString("utf8").split(/:(.*)/s);
  return { id: formDecode(id), secret: formDecode(secret) };
}

function fromForm(form: URLSearchParams): Credentials | undefined {
  const id = form.get("client_id");
  return id === null ? undefined : { id, secret: form.get("client_secret") ?? "" };
}

function formDecode(text: string): string {
  return new URLSearchParams(`text=${text}`).get("text") ?? "";
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
