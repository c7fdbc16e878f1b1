import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { AppFields, NewApp } from "../shapes";

/** Adds an app, or brings a removed one back under its old id. @returns whether it did: no, where one of that id is there */
export async function addApp(tx: ConsoleTransaction, { id, ...fields }: NewApp): Promise<boolean> {
  const { count: made } = await tx.app.createMany({ data: [{ id, ...fields }], skipDuplicates: true });
  if (made === 1) return true;
  const { count: back } = await tx.app.updateMany({
    where: { id, removedAt: { not: null } },
    data: { ...fields, removedAt: null, version: { increment: 1 }, changedAt: new Date() },
  });
  return back === 1;
}

/** Apps of which no row was ever there. What somebody removed stays removed. @returns the ids that are new */
export async function seedApps(tx: ConsoleTransaction, apps: readonly NewApp[]): Promise<string[]> {
  const made = await tx.app.createManyAndReturn({ data: [...apps], skipDuplicates: true, select: { id: true } });
  return made.map(({ id }) => id);
}

type At = { id: string; version: number };

/** @returns false when the app is not at that version any more */
export async function changeApp(tx: ConsoleTransaction, at: At, fields: AppFields): Promise<boolean> {
  const { count } = await tx.app.updateMany({
    where: { ...at, removedAt: null },
    data: { ...fields, version: { increment: 1 }, changedAt: new Date() },
  });
  return count === 1;
}

/** @returns false when the app is not at that version any more */
export async function removeApp(tx: ConsoleTransaction, at: At): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.app.updateMany({
    where: { ...at, removedAt: null },
    data: { removedAt: now, version: { increment: 1 }, changedAt: now },
  });
  return count === 1;
}
