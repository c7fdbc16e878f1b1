import type { Route } from "../../kernel/routing";
import { invalidParameter, notFound } from "../errors";
import type { ClerkInstance } from "../instance";
import { readPage, takePage } from "../paging";
import { membershipsOf, type User } from "../store";
import { backendMembershipJson } from "../wire/organization";
import { userJson } from "../wire/user";
import { backendRoute, ok } from "./call";
import { afterCursor, selectUsers } from "./select-users";

export function userRoutes(instance: ClerkInstance): Route[] {
  const { store } = instance;
  return [
    // A bare list: whoever pages through it asks `/users/count` for the total.
    backendRoute(instance, "GET", "/users", ({ query }) => {
      const users = inOrder(selectUsers(instance, query), query.get("order_by") ?? "-created_at");
      return ok(takePage(afterCursor(users, query), readPage(query)).data.map(userJson));
    }),
    backendRoute(instance, "GET", "/users/count", ({ query }) =>
      ok({ object: "total_count", total_count: selectUsers(instance, query).length }),
    ),
    backendRoute(instance, "GET", "/users/:userId", ({ params }) => ok(userJson(requireUser(instance, params.userId)))),
    backendRoute(instance, "GET", "/users/:userId/organization_memberships", ({ params, query }) => {
      const user = requireUser(instance, params.userId);
      const page = takePage(membershipsOf(store, user.id), readPage(query));
      const data = page.data.map((membership) => backendMembershipJson(instance, membership));
      return ok({ data, total_count: page.totalCount });
    }),
  ];
}

function requireUser(instance: ClerkInstance, id: string | undefined): User {
  const user = instance.store.users.get(id ?? "");
  if (!user) throw notFound("The user");
  return user;
}

const ORDERS: Record<string, (user: User) => number | string> = {
  created_at: (user) => user.createdAt,
  updated_at: (user) => user.updatedAt,
  last_sign_in_at: (user) => user.lastSignInAt ?? 0,
  last_active_at: (user) => user.lastActiveAt ?? 0,
  email_address: (user) => user.email,
};

function inOrder(users: User[], order: string): User[] {
  const key = ORDERS[order.replace(/^[+-]/, "")];
  if (!key) throw invalidParameter("order_by", `order_by knows ${Object.keys(ORDERS).join(", ")}.`);
  const direction = order.startsWith("-") ? -1 : 1;
  return users.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return a.id < b.id ? -1 : 1;
    return left < right ? -direction : direction;
  });
}
