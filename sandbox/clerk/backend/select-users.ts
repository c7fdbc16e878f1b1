import { invalidParameter } from "../errors";
import type { ClerkInstance } from "../instance";
import { readList } from "../paging";
import { membershipsOf, type User } from "../store";

/** Instants by which users can be cut off, in milliseconds. */
const BOUNDS: Record<string, (user: User, at: number) => boolean> = {
  created_at_after: (user, at) => user.createdAt > at,
  created_at_before: (user, at) => user.createdAt < at,
  last_active_at_since: (user, at) => (user.lastActiveAt ?? 0) >= at,
  last_active_at_after: (user, at) => (user.lastActiveAt ?? 0) > at,
  last_active_at_before: (user, at) => (user.lastActiveAt ?? 0) < at,
  last_sign_in_at_after: (user, at) => (user.lastSignInAt ?? 0) > at,
  last_sign_in_at_before: (user, at) => (user.lastSignInAt ?? 0) < at,
};

/** The users that a query means, in no order. @throws ClerkRefusal `form_param_value_invalid` */
export function selectUsers(instance: ClerkInstance, query: URLSearchParams): User[] {
  const emails = readList(query, "email_address").map((email) => email.toLowerCase());
  const ids = readList(query, "user_id");
  const organizations = readList(query, "organization_id");
  const text = query.get("query")?.toLowerCase() ?? "";
  const bounds = readBounds(query);
  return [...instance.store.users.values()].filter(
    (user) =>
      (emails.length === 0 || emails.includes(user.email)) &&
      (ids.length === 0 || ids.includes(user.id)) &&
      (organizations.length === 0 || isMemberOfAny(instance, user, organizations)) &&
      bounds.every((holds) => holds(user)) &&
      `${user.id} ${user.email} ${user.firstName} ${user.lastName} ${user.standing?.phone ?? ""}`
        .toLowerCase()
        .includes(text),
  );
}

/** Clerk's cursor: what comes after a user, in the order of creation, and never together with an offset. */
export function afterCursor(users: User[], query: URLSearchParams): User[] {
  const cursor = query.get("starting_after");
  if (cursor === null) return users;
  if (query.has("offset")) throw invalidParameter("offset", "offset and starting_after exclude each other.");
  if (!/^[+-]?created_at$/.test(query.get("order_by") ?? "created_at"))
    throw invalidParameter("order_by", "starting_after goes with created_at only.");
  const place = users.findIndex(({ id }) => id === cursor);
  if (place < 0) throw invalidParameter("starting_after", "starting_after is no user of this list.");
  return users.slice(place + 1);
}

function readBounds(query: URLSearchParams): ((user: User) => boolean)[] {
  return Object.entries(BOUNDS).flatMap(([name, holds]) => {
    const text = query.get(name);
    if (text === null) return [];
    if (!/^\d{1,15}$/.test(text)) throw invalidParameter(name, `${name} must be milliseconds since 1970.`);
    return [(user: User) => holds(user, Number(text))];
  });
}

function isMemberOfAny(instance: ClerkInstance, user: User, organizations: string[]): boolean {
  return membershipsOf(instance.store, user.id).some(({ organizationId }) => organizations.includes(organizationId));
}
