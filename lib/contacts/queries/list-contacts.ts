import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Channel, Contact, ContactFields } from "../shapes";

const withChannels = { channels: { orderBy: { place: "asc" as const } } };

type Row = Awaited<ReturnType<typeof readRows>>[number];

const readRows = (where: { id?: string }) =>
  consoleDb().contact.findMany({
    where: { ...where, removedAt: null },
    include: withChannels,
    orderBy: [{ kind: "asc" }, { name: "asc" }, { id: "asc" }],
  });

async function shown(rows: readonly Row[]): Promise<Contact[]> {
  const ids = rows.flatMap(({ verifiedById }) => (verifiedById ? [verifiedById] : []));
  const people = await consoleDb().person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as ContactFields["kind"],
    name: row.name,
    organisation: row.organisation,
    relyingPartyId: row.relyingPartyId?.toString() ?? null,
    channels: row.channels.map(({ kind, address }) => ({ kind, address }) as Channel),
    note: row.note,
    version: row.version,
    changedAt: row.changedAt.toISOString(),
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    verifiedBy: row.verifiedById ? (names.get(row.verifiedById) ?? "?") : null,
  }));
}

/** Everybody to be reached, by kind and name. */
export async function listContacts(_actor: Actor): Promise<Contact[]> {
  return shown(await readRows({}));
}

/** One contact; null also for one that was removed. */
export async function findContact(_actor: Actor, id: string): Promise<Contact | null> {
  const [contact] = await shown(await readRows({ id }));
  return contact ?? null;
}

/** Changes whenever the list does: who adds somebody sees first whom somebody else added. */
export async function versionOfContacts(_actor: Actor): Promise<string> {
  const [row] = await consoleDb().$queryRaw<{ version: string }[]>`
    SELECT count(*) || ' ' || coalesce(max(changed_at)::text, '') AS version FROM contacts`;
  return row?.version ?? "";
}
