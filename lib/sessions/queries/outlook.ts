import "server-only";
import type { Actor } from "@/lib/access/actor";
import {
  countUsers,
  listSessionLives,
  listUsersFrom,
  type ManagedInstance,
  mostSessionsAtOnce,
  readManagedBesideOurs,
  type SessionLife,
} from "@/lib/connectors/clerk/managed-sessions";
import { findUser } from "@/lib/connectors/clerk/users";
import type { Answer, Failure } from "@/lib/connectors/request";
import { seconds } from "@/lib/core/duration";
import { type Result, refuse } from "@/lib/core/errors";
import { lifetimeOf } from "../rules/lifetime";
import { isMeant } from "../rules/walk";
import type { SessionLifetime } from "../shapes";

/** Nobody waits longer for what Clerk says. */
const deadlineMs = seconds(2.5);

/** Where the list is looked into, and at how many each time: those who signed up first and last are like nobody else. */
const sampleAt = [0.2, 0.5, 0.8];
const sampledEach = 6;

export type Sample = { users: number; lives: SessionLife[] };

/** What the customers' Clerk says of its instance. */
export const askInstance = (_actor: Actor): Promise<Answer<ManagedInstance>> => readManagedBesideOurs(deadlineMs);

/** How many customers there are at Clerk. */
export const askCustomers = (_actor: Actor): Promise<Answer<number>> => countUsers(deadlineMs);

/** A few customers' sessions, from three places of the list. */
export async function askSample(_actor: Actor, customers: number): Promise<Answer<Sample>> {
  const pages = await Promise.all(
    sampleAt.map((share) => listUsersFrom(Math.floor(customers * share), sampledEach, deadlineMs)),
  );
  const failed = pages.find((page) => !page.ok);
  if (failed && !failed.ok) return failed;
  const ids = new Set(pages.flatMap((page) => (page.ok ? page.value.map(({ clerkId }) => clerkId) : [])));
  const lists = await Promise.all([...ids].map((id) => listSessionLives(id, { offset: 0, limit: 100 }, deadlineMs)));
  const silent = lists.find((list) => !list.ok);
  if (silent && !silent.ok) return silent;
  return { ok: true, value: { users: ids.size, lives: lists.flatMap((list) => (list.ok ? list.value : [])) } };
}

/** Whether Clerk has a customer. */
export async function isCustomerThere(_actor: Actor, userId: string): Promise<Answer<boolean>> {
  const user = await findUser(userId, deadlineMs);
  return user.ok ? { ok: true, value: user.value !== null } : user;
}

/** All sessions of one customer that a revocation would end. */
export async function askOpenOf(_actor: Actor, userId: string, begunBefore: Date): Promise<Answer<number>> {
  let open = 0;
  for (let offset = 0; ; offset += mostSessionsAtOnce) {
    const page = await listSessionLives(userId, { offset, limit: mostSessionsAtOnce }, deadlineMs);
    if (!page.ok) return page;
    open += page.value.filter((life) => isMeant(life, begunBefore)).length;
    if (page.value.length < mostSessionsAtOnce) return { ok: true, value: open };
  }
}

/**
 * How long sessions live, as far as some of them show it: a figure, and nobody's.
 * @refuses clerk_unreachable
 */
export async function sessionLifetime(actor: Actor): Promise<Result<SessionLifetime>> {
  const customers = await askCustomers(actor);
  const sample = customers.ok ? await askSample(actor, customers.value) : customers;
  if (!sample.ok) return notAnswered(sample.failure);
  return { ok: true, value: lifetimeOf(sample.value.lives) };
}

/** Clerk is needed for it, and says nothing useful. */
export const notAnswered = ({ kind }: Failure): Result<never> => refuse("clerk_unreachable", { kind });
