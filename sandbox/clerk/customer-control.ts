import type { Exchange } from "../kernel/exchange";
import { Refusal } from "../kernel/refusal";
import type { Route } from "../kernel/routing";
import type { ClerkInstance } from "./instance";
import { addSession } from "./seed/customers";
import type { User } from "./store";
import { addNewcomer } from "./trouble/sign-up";

const MOST = 20_000;

/** More customers, and what became of everybody's sessions: switches of the customers' instance that Clerk does not have. */
export function customerControl(instance: ClerkInstance, reset: () => Promise<void>): Route[] {
  const { store } = instance;
  return [
    {
      method: "POST",
      path: "/customers/generate",
      answer: (exchange) => {
        const { users, sessions } = orderOf(exchange);
        // All of them at once, as an import makes them: they share a millisecond.
        const at = Date.now();
        const made = Array.from({ length: users }, () => addCustomer(instance, at, sessions));
        return { status: 200, json: { ids: made.map(({ id }) => id) } };
      },
    },
    {
      method: "GET",
      path: "/customers/sessions",
      answer: () => {
        const sessions = [...store.sessions.values()];
        const count = (status: string) => sessions.filter((session) => session.status === status).length;
        return { status: 200, json: { users: store.users.size, active: count("active"), revoked: count("revoked") } };
      },
    },
    {
      method: "DELETE",
      path: "/customers/:id",
      answer: ({ params }) => {
        const id = params.id ?? "";
        if (!store.users.delete(id)) throw new Refusal(404, "unknown_customer", `There is no customer ${id}.`);
        for (const [key, session] of store.sessions) if (session.userId === id) store.sessions.delete(key);
        return { status: 204 };
      },
    },
    {
      method: "POST",
      path: "/customers/reset",
      answer: async () => {
        await reset();
        return { status: 200, json: { reset: true } };
      },
    },
  ];
}

function orderOf(exchange: Exchange): { users: number; sessions: number } {
  const { users, sessions } = exchange.json() as Record<string, unknown>;
  const fits = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST;
  if (fits(users) && fits(sessions)) return { users, sessions };
  throw new Refusal(400, "invalid_number", `users, and sessions of each, must be whole numbers from 0 to ${MOST}.`);
}

function addCustomer(instance: ClerkInstance, at: number, sessions: number): User {
  const user = addNewcomer(instance, at);
  for (let browser = 0; browser < sessions; browser += 1) addSession(instance, user, `${user.id}-${browser}`);
  return user;
}
