import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Attempt, DeliveryNote, Follow, FollowState } from "../shapes";
import { listKeptByReplays } from "./kept-by-replays";

const most = 100;

/** The attempts that this console kept or saw, newest first. The IdP has no attempts table, so there may have been more. */
export async function listAttempts(actor: Actor, deliveryId: string): Promise<Attempt[]> {
  const where = { deliveryId: BigInt(deliveryId) };
  const [replayed, kept, observed] = await Promise.all([
    listKeptByReplays(actor, deliveryId),
    consoleDb().deliveryEvidence.findMany({ where, orderBy: { keptAt: "desc" }, take: most }),
    consoleDb().deliveryObservation.findMany({ where, orderBy: { observedAt: "desc" }, take: most }),
  ]);
  const attempts: Attempt[] = [
    ...replayed.map(({ attempts: attempt, lastStatus: status, lastError: error, at }) => ({
      attempt,
      status,
      error,
      result: "dead" as const,
      source: "kept" as const,
      at: at.toISOString(),
    })),
    ...kept.map((row) => ({
      attempt: row.attempts,
      status: row.lastStatus,
      error: row.lastError,
      result: row.dlqAt ? "dead" : "pending",
      source: "kept" as const,
      at: (row.dlqAt ?? row.keptAt).toISOString(),
    })),
    ...observed.map((row) => ({
      attempt: row.attempt,
      status: row.status,
      error: row.error,
      result: row.result,
      source: "observed" as const,
      at: row.observedAt.toISOString(),
    })),
  ];
  return attempts.sort((a, b) => b.at.localeCompare(a.at)).slice(0, most);
}

/** The latest retry of a delivery and how far it is; null when it was never retried from here. */
export async function findFollow(_actor: Actor, deliveryId: string): Promise<Follow | null> {
  const row = await consoleDb().deliveryFollow.findFirst({
    where: { deliveryId: BigInt(deliveryId) },
    orderBy: { startedAt: "desc" },
  });
  if (!row) return null;
  const { requestId, attempts, lastStatus } = row;
  return {
    requestId,
    state: row.state as FollowState,
    attempts,
    lastStatus,
    startedAt: row.startedAt.toISOString(),
    finalAt: row.finalAt?.toISOString() ?? null,
  };
}

/** Notes left beside a delivery, newest first. */
export async function listNotes(_actor: Actor, deliveryId: string): Promise<DeliveryNote[]> {
  const rows = await consoleDb().deliveryNote.findMany({
    where: { deliveryId: BigInt(deliveryId) },
    orderBy: { writtenAt: "desc" },
    take: most,
  });
  const people = await consoleDb().person.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.personId))] } },
  });
  const names = new Map(people.map((person) => [person.id, person.name]));
  return rows.map((row) => ({
    id: row.id,
    author: names.get(row.personId) ?? "?",
    text: row.text,
    writtenAt: row.writtenAt.toISOString(),
  }));
}
