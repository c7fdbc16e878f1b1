import { compactVerify, createRemoteJWKSet } from "jose";
import { control, type JournalEntry } from "./control";
import { world } from "./world";

/** Everything that relying parties received under this idempotency key, oldest first. */
export async function arrivalsOf(idempotencyKey: string): Promise<JournalEntry[]> {
  const journal = await control.journal({ neighbour: "relying-parties" });
  return journal.filter(({ headers }) => headers["webhook-id"] === idempotencyKey);
}

/** Whether a webhook is signed by a key that the IdP publishes. The payload is put back between the dots. */
export async function isGenuine(arrival: JournalEntry | undefined): Promise<boolean> {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = arrival?.headers ?? {};
  const [header, , seal] = signature?.split(".") ?? [];
  const payload = Buffer.from(`${id}.${timestamp}.${arrival?.body}`).toString("base64url");
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", world().env.product.IDP_BASE_URL));
  return compactVerify(`${header}.${payload}.${seal}`, keys).then(
    () => true,
    () => false,
  );
}
