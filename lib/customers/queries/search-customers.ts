import "server-only";
import type { Actor } from "@/lib/access/actor";
import { type ClerkUser, listUsersById, searchUsers } from "@/lib/connectors/clerk/users";
import { askDatabase } from "@/lib/triage/queries/probes/look";
import { masked } from "../rules/mask";
import { isExactly, type Sought, soughtOf } from "../rules/search";
import { type CustomerHit, type CustomerSearch, clerkUserId, type Part, type PartTrouble } from "../shapes";
import { type IdentityRow, readByClerkIds, readByEmailPart, readById } from "./identity-users";
import { joinDeadlineMs, mayReadCustomers, partDeadlineMs, partOf } from "./parts";

export const mostHits = 20;
/** Fewer digits are part of half of Clerk's ids. */
const fewestDigits = 5;

type Named = Extract<Sought, { text: string }>;
type Found = { users: Part<ClerkUser[]>; rows: Part<IdentityRow[]> };
type Joined = { users: ClerkUser[]; rows: IdentityRow[]; clerk: PartTrouble | null; identity: PartTrouble | null };

/**
 * People whom Clerk or the identity provider finds by what was typed, each with where they are known.
 * @returns `nothing` and `too_short` where nobody was asked
 * @refuses not_allowed for people who may see counts only
 */
export async function searchCustomers(actor: Actor, typed: string): Promise<CustomerSearch | "nothing" | "too_short"> {
  mayReadCustomers(actor);
  const sought = soughtOf(typed);
  if (!("text" in sought)) return sought.kind;
  const [users, rows] = await Promise.all([soughtAtClerk(sought), soughtAtIdentityProvider(actor, sought)]);
  const joined = await join(actor, { users, rows });
  const hits = hitsOf(joined, typed);
  const found = [users, rows].map((part) => (part.ok ? part.value.length : 0));
  return {
    hits: hits.toSorted((a, b) => Number(b.exact) - Number(a.exact)),
    clerk: joined.clerk,
    identity: joined.identity,
    more: found.some((count) => count >= mostHits),
  };
}

async function soughtAtClerk(sought: Named): Promise<Part<ClerkUser[]>> {
  const { kind, text } = sought;
  if (kind === "identity_id" && text.length < fewestDigits) return { ok: true, value: [] };
  const asked =
    kind === "clerk_id" ? listUsersById([text], partDeadlineMs) : searchUsers(text, mostHits, partDeadlineMs);
  return partOf(await asked, (users) => users);
}

/** The identity provider's users have no phone number. */
async function soughtAtIdentityProvider(actor: Actor, sought: Named): Promise<Part<IdentityRow[]>> {
  if (sought.kind === "phone") return { ok: true, value: [] };
  const { kind, text } = sought;
  const reads = {
    clerk_id: () => readByClerkIds(actor, [text]),
    identity_id: () => readById(actor, text),
    text: () => readByEmailPart(actor, text, mostHits),
  };
  return partOf(await askDatabase(reads[kind]), (rows) => rows);
}

/** Asks each side for whom only the other one found: a search may miss them where an id does not. */
async function join(actor: Actor, { users, rows }: Found): Promise<Joined> {
  const found = { users: users.ok ? users.value : [], rows: rows.ok ? rows.value : [] };
  const wantedRows = found.users.map(({ id }) => id).filter((id) => !found.rows.some(({ clerkId }) => clerkId === id));
  const wantedUsers = found.rows
    .flatMap(({ clerkId }) => (clerkId && clerkUserId.safeParse(clerkId).success ? [clerkId] : []))
    .filter((id) => !found.users.some((user) => user.id === id));
  const [moreUsers, moreRows] = await Promise.all([
    users.ok && wantedUsers.length > 0 ? listUsersById(wantedUsers, joinDeadlineMs) : null,
    rows.ok && wantedRows.length > 0 ? askDatabase(() => readByClerkIds(actor, wantedRows)) : null,
  ]);
  return {
    users: [...found.users, ...(moreUsers?.ok ? moreUsers.value : [])],
    rows: [...found.rows, ...(moreRows?.ok ? moreRows.value : [])],
    clerk: troubleOf(users) ?? (moreUsers && troubleOf(partOf(moreUsers, () => null))),
    identity: troubleOf(rows) ?? (moreRows && troubleOf(partOf(moreRows, () => null))),
  };
}

const troubleOf = (part: Part<unknown>): PartTrouble | null => (part.ok ? null : part.trouble);

function hitsOf({ users, rows, clerk, identity }: Joined, typed: string): CustomerHit[] {
  const ofRows = rows.map((row) => {
    const user = users.find(({ id }) => id === row.clerkId) ?? null;
    return hitOf({
      user,
      row,
      typed,
      atClerk: user !== null || (clerk === null ? false : null),
      atIdentityProvider: true,
    });
  });
  const alone = users.filter(({ id }) => !rows.some(({ clerkId }) => clerkId === id));
  const ofUsers = alone.map((user) =>
    hitOf({ user, row: null, typed, atClerk: true, atIdentityProvider: identity === null ? false : null }),
  );
  return [...ofRows, ...ofUsers];
}

type Pair = Pick<CustomerHit, "atClerk" | "atIdentityProvider"> & {
  user: ClerkUser | null;
  row: IdentityRow | null;
  typed: string;
};

function hitOf({ user, row, typed, ...known }: Pair): CustomerHit {
  const emails = [...(user?.emails ?? []).map(({ address }) => address), ...(row ? [row.email] : [])];
  const others = [user?.id, row?.id, row?.clerkId, ...(user?.phones ?? []).map(({ number }) => number)];
  return {
    ...known,
    clerkId: user?.id ?? row?.clerkId ?? null,
    identityId: row?.id ?? null,
    maskedEmail: emails[0] === undefined ? null : masked(emails[0]), // guard: listed-emails-masked
    exact: isExactly(typed, [...emails, ...others.flatMap((value) => value ?? [])]),
    banned: user?.banned === true,
    locked: user?.locked === true,
  };
}
