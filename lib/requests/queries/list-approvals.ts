import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { consoleDb } from "@/lib/core/db";
import { approverRoles } from "../rules/may-decide";
import type { RequestCard, RequestState } from "../shapes";
import { cardsOf } from "./request-cards";

/** Approvers read every waiting request at once: nobody may have more than a few open. */
const inboxLimit = 100;

/** What waits for another person, the most urgent first. */
export async function listApprovals(actor: HumanActor): Promise<RequestCard[]> {
  const rows = await consoleDb().actionRequest.findMany({
    where: { state: "awaiting_approval" },
    orderBy: { approveBy: "asc" },
    take: inboxLimit,
  });
  return cardsOf(
    actor,
    rows.map((row) => ({ ...row, state: row.state as RequestState })),
  );
}

/** Every request that a second person was asked about and that is over, newest first; readable for ever. */
export async function listApprovalHistory(
  actor: HumanActor,
  { before, limit }: { before: Date | null; limit: number },
): Promise<{ cards: RequestCard[]; more: boolean }> {
  const rows = await consoleDb().actionRequest.findMany({
    where: {
      secondPerson: true,
      state: { notIn: ["draft", "proved", "awaiting_approval"] },
      ...(before ? { createdAt: { lt: before } } : {}),
    },
    orderBy: { createdAt: "desc" },
    take: limit + 1,
  });
  const cards = await cardsOf(
    actor,
    rows.slice(0, limit).map((row) => ({ ...row, state: row.state as RequestState })),
  );
  return { cards, more: rows.length > limit };
}

/** How many requests wait for this very person's decision. */
export async function countApprovalsFor(actor: HumanActor): Promise<number> {
  if (!hasRole(actor, approverRoles)) return 0;
  return consoleDb().actionRequest.count({
    where: { state: "awaiting_approval", requesterId: { not: actor.personId } },
  });
}
