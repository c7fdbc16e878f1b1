import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Channel, ContactFields } from "../shapes";

type At = { id: string; version: number };

const columns = ({ channels: _channels, relyingPartyId, ...fields }: ContactFields) => ({
  ...fields,
  relyingPartyId: relyingPartyId === null ? null : BigInt(relyingPartyId),
});

const placed = (channels: readonly Channel[]) => channels.map((each, place) => ({ ...each, place }));

/** @returns the new contact's id */
export async function addContact(tx: ConsoleTransaction, fields: ContactFields): Promise<string> {
  const { id } = await tx.contact.create({
    data: { ...columns(fields), channels: { create: placed(fields.channels) } },
    select: { id: true },
  });
  return id;
}

/**
 * @param verified whether the channels are still those that somebody tried; else nobody has
 * @returns false when the contact is not at that version any more
 */
export async function changeContact(
  tx: ConsoleTransaction,
  at: At,
  { fields, verified }: { fields: ContactFields; verified: boolean },
): Promise<boolean> {
  const { count } = await tx.contact.updateMany({
    where: { ...at, removedAt: null },
    data: {
      ...columns(fields),
      ...(verified ? {} : { verifiedAt: null, verifiedById: null }),
      version: { increment: 1 },
      changedAt: new Date(),
    },
  });
  if (count !== 1) return false;
  await tx.contactChannel.deleteMany({ where: { contactId: at.id } });
  await tx.contactChannel.createMany({ data: placed(fields.channels).map((each) => ({ ...each, contactId: at.id })) });
  return true;
}

/** @returns false when the contact is not at that version any more */
export async function verifyContact(tx: ConsoleTransaction, at: At, verifiedById: string): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.contact.updateMany({
    where: { ...at, removedAt: null },
    data: { verifiedAt: now, verifiedById, version: { increment: 1 }, changedAt: now },
  });
  return count === 1;
}

/** @returns false when the contact is not at that version any more */
export async function removeContact(tx: ConsoleTransaction, at: At): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.contact.updateMany({
    where: { ...at, removedAt: null },
    data: { removedAt: now, version: { increment: 1 }, changedAt: now },
  });
  return count === 1;
}
