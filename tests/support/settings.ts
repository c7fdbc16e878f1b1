import { randomUUID } from "node:crypto";
import { env } from "@/lib/core/env";
import type { Query } from "./reviews";

/** An app that nobody has. */
export const anApp = () => ({
  id: `app-${randomUUID().slice(0, 8)}`,
  name: "Storefront",
  role: "app" as const,
  environment: "production" as const,
  hostedOn: "Render",
  url: "https://store.example",
  healthUrl: "https://store.example/api/clerk-health",
  renderServiceId: "srv-cukouhrtq21c73e9scng",
  clerkInstance: "managed" as const,
  clerkSecretKeys: ["CLERK_SECRET_KEY"],
});

/** Whom one would call, under an address that is nobody's. */
export const aContact = () => ({
  kind: "vendor" as const,
  name: "Host support",
  organisation: "Render",
  relyingPartyId: null,
  channels: [
    { kind: "phone" as const, address: "+1 415-555-0100" },
    { kind: "email" as const, address: "support@host.example" },
  ],
  note: "Say the service's id first.",
});

/** An app on the list, at its first version. */
export async function keptApp(query: Query): Promise<ReturnType<typeof anApp>> {
  const app = anApp();
  await query(
    `INSERT INTO apps (id, name, role, environment, hosted_on, url, health_url, render_service_id, clerk_instance, clerk_secret_keys)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    Object.values(app),
  );
  return app;
}

/** A contact on the list, at its first version. @returns its id */
export async function keptContact(query: Query): Promise<string> {
  const { kind, name, organisation, channels, note } = aContact();
  const [row] = await query<{ id: string }>(
    `INSERT INTO contacts (id, kind, name, organisation, note) VALUES (gen_random_uuid(), $1, $2, $3, $4) RETURNING id::text`,
    [kind, name, organisation, note],
  );
  const id = row?.id ?? "";
  for (const [place, channel] of channels.entries())
    await query("INSERT INTO contact_channels (contact_id, place, kind, address) VALUES ($1, $2, $3, $4)", [
      id,
      place,
      channel.kind,
      channel.address,
    ]);
  return id;
}

/** Somebody else changed it meanwhile. */
export async function touchSetting(query: Query, table: "apps" | "contacts", id: string): Promise<void> {
  await query(`UPDATE ${table} SET version = version + 1 WHERE id::text = $1`, [id]);
}

/** What the environment of this process names as apps. */
export function seedWith(...apps: unknown[]): void {
  env().APPS.splice(0, Number.POSITIVE_INFINITY, ...apps);
}

/** Sets whether a relying party's retries need an admin, as if somebody had. */
export async function keepRetryRule(query: Query, rule: { id: string; needsAdmin: boolean }): Promise<void> {
  await query(
    `INSERT INTO relying_party_settings (relying_party_id, retry_needs_admin, version) VALUES ($1, $2, 1)
     ON CONFLICT (relying_party_id) DO UPDATE SET retry_needs_admin = $2, version = relying_party_settings.version + 1`,
    [rule.id, rule.needsAdmin],
  );
}
