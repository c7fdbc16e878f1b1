import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { PasskeyCard, PasskeyView } from "../shapes";

/** One's own passkeys that are in use, oldest first. */
export async function listPasskeys({ personId }: HumanActor): Promise<PasskeyCard[]> {
  const rows = await consoleDb().passkey.findMany({
    where: { personId, removedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    omit: { publicKey: true, challenge: true, counter: true },
  });
  return rows.map(({ id, credentialId, name, transports, backupEligible, backedUp, createdAt, lastUsedAt }) => ({
    id,
    credentialId,
    name,
    transports,
    kept: backedUp ? "synced" : backupEligible ? "syncable" : "device",
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/** What the browser needs to ask one of them for a proof. */
export async function passkeyView(actor: HumanActor): Promise<PasskeyView> {
  const [passkeys, now] = await Promise.all([listPasskeys(actor), passkeyClock(actor)]);
  return { personId: actor.personId, now: now.toISOString(), passkeys };
}

/** Database time: the only clock by which a challenge is young or old. */
export async function passkeyClock(_actor: HumanActor): Promise<Date> {
  const [row] = await consoleDb().$queryRaw<{ now: Date }[]>`SELECT now()`;
  if (!row) throw new Error("the database did not say what time it is");
  return row.now;
}
