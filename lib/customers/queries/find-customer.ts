import "server-only";
import type { Actor } from "@/lib/access/actor";
import { type ClerkUser, findUser, listSessionsOf, listUsersByEmail } from "@/lib/connectors/clerk/users";
import { type AboutSubject, listBySubject } from "@/lib/deliveries/queries/list-by-subject";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import { canonicalChain } from "../rules/canonical";
import { explain } from "../rules/explain";
import { type Customer, type CustomerSessions, clerkUserId, type Merged, type Namesake, type Part } from "../shapes";
import { customerOf, sessionOf } from "./at-clerk";
import { type IdentityRow, identityUserOf, readByClerkIds, readByEmails, readById, readLinks } from "./identity-users";
import { joinDeadlineMs, mayReadCustomers, partDeadlineMs, partOf, told } from "./parts";

const newestSessions = 50;
const newestDeliveries = 10;
const notAsked = { ok: false, trouble: "not_asked" } as const;
type Row = Part<IdentityRow | null>;
type User = Part<ClerkUser | null>;

/**
 * One of the customers, by either id. Every part is asked for as soon as it is known whom to ask for, with a deadline of its own.
 * @returns null where neither knows them, and both could be asked
 * @refuses not_allowed for people who may see counts only
 */
export async function findCustomer(actor: Actor, id: string): Promise<Customer | null> {
  mayReadCustomers(actor);
  const asked = askRow(actor, id);
  const clerkId = clerkUserId.safeParse(id).success ? id : await clerkIdIn(asked);
  const [row, user, sessions, [merged, deliveries]] = await Promise.all([
    asked,
    askUser(clerkId),
    askSessions(clerkId),
    asked.then(async (part) => askAbout(actor, part, clerkId)),
  ]);
  if (row.ok && row.value === null && user.ok && user.value === null) return null;
  const clerk = told(user, (value) => value && customerOf(value));
  const identity = told(row, (value) => value && identityUserOf(value));
  const chain = told(merged, (value) => value?.chain ?? { ids: [], trouble: null });
  const deadEvents = told(deliveries, ({ dead }) => dead);
  const now = new Date();
  return {
    clerkId: clerkId ?? null,
    identityId: row.ok ? (row.value?.id ?? null) : clerkId === id ? null : id,
    clerk,
    sessions,
    identity,
    sameEmail: isSameEmail(row, user),
    merged,
    deliveries,
    namesake: await findNamesake(actor, row, user),
    explanation: explain({ clerk, sessions, identity, chain, deadEvents }, now),
    readAt: now.toISOString(),
  };
}

async function askRow(actor: Actor, id: string): Promise<Row> {
  const byClerkId = clerkUserId.safeParse(id).success;
  const answer = await askDatabase(() => (byClerkId ? readByClerkIds(actor, [id]) : readById(actor, id)));
  return partOf(answer, (rows) => rows[0] ?? null);
}

/** @returns undefined where the row that would say it was not read */
const clerkIdIn = async (asked: Promise<Row>): Promise<string | null | undefined> => {
  const row = await asked;
  return row.ok ? (row.value?.clerkId ?? null) : undefined;
};

async function askUser(clerkId: string | null | undefined): Promise<User> {
  if (clerkId === undefined) return notAsked;
  if (clerkId === null || !clerkUserId.safeParse(clerkId).success) return { ok: true, value: null };
  return partOf(await findUser(clerkId, partDeadlineMs), (user) => user);
}

async function askSessions(clerkId: string | null | undefined): Promise<Part<CustomerSessions>> {
  if (clerkId === undefined) return notAsked;
  if (clerkId === null || !clerkUserId.safeParse(clerkId).success)
    return { ok: true, value: { sessions: [], total: 0 } };
  const answer = await listSessionsOf(clerkId, newestSessions, partDeadlineMs);
  // Of somebody who is not there it may say "not found": that is no trouble of ours.
  if (!answer.ok && answer.failure.kind === "refused" && answer.failure.status === 404)
    return { ok: true, value: { sessions: [], total: 0 } };
  return partOf(answer, ({ sessions, total }) => ({ sessions: sessions.map(sessionOf), total }));
}

type About = [Part<Merged | null>, Part<AboutSubject>];

async function askAbout(actor: Actor, row: Row, clerkId: string | null | undefined): Promise<About> {
  if (!row.ok) return [notAsked, notAsked];
  const { value: user } = row;
  const subjects = [...(user ? [`u_${user.id}`, user.id] : []), ...(clerkId ? [clerkId] : [])];
  const [links, deliveries] = await Promise.all([
    user ? askDatabase(() => readLinks(actor, user.id)) : null,
    askDatabase(() => listBySubject(actor, subjects, newestDeliveries)),
  ]);
  const merged: About[0] =
    links === null || user === null ? { ok: true, value: null } : partOf(links, (found) => mergedOf(user, found));
  return [merged, partOf(deliveries, (found) => found)];
}

function mergedOf({ id, canonicalUserId }: IdentityRow, found: Omit<Merged, "chain">): Merged {
  return { ...found, chain: canonicalChain({ userId: id, columnSays: canonicalUserId, ...found }) };
}

function isSameEmail(row: Row, user: User): boolean | null {
  if (!row.ok || !user.ok || row.value === null || user.value === null) return null;
  const { email } = row.value;
  return user.value.emails.some(({ address }) => address.toLowerCase() === email.toLowerCase());
}

/** Somebody with the same address at the place that lacks this one: the same person, most likely, and not joined. */
async function findNamesake(actor: Actor, row: Row, user: User): Promise<Namesake | null> {
  if (!row.ok || !user.ok) return null;
  if (row.value === null) {
    const emails = user.value?.emails.map(({ address }) => address) ?? [];
    const rows = emails.length > 0 ? await askDatabase(() => readByEmails(actor, emails, 1)) : null;
    const id = rows?.ok ? rows.value[0]?.id : undefined;
    return id === undefined ? null : { place: "identity_provider", id };
  }
  if (user.value !== null) return null;
  const users = await listUsersByEmail(row.value.email, joinDeadlineMs);
  const id = users.ok ? users.value[0]?.id : undefined;
  return id === undefined ? null : { place: "clerk", id };
}
