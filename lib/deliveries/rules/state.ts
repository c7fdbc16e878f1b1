import type { DeliveryState } from "../shapes";

type Marks = { dlqAt: string | null; deliveredAt: string | null };

/** Dead is exactly this, everywhere: given up, and not delivered. */
export const isDead = ({ dlqAt, deliveredAt }: Marks): boolean => dlqAt !== null && deliveredAt === null;

export const stateOf = (marks: Marks): DeliveryState =>
  marks.deliveredAt !== null ? "delivered" : isDead(marks) ? "dead" : "pending";

/** The instant by which a list of deliveries in one state is sorted, newest first. */
export const sortedBy = (row: Marks & { enqueuedAt: string }, state: DeliveryState): string =>
  (state === "dead" ? row.dlqAt : state === "delivered" ? row.deliveredAt : row.enqueuedAt) ?? row.enqueuedAt;
