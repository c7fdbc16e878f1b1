import { seededId } from "../ids";
import type { ClerkInstance } from "../instance";
import type { Client, Session, User } from "../store";

export type Customer = { id: string; email: string; firstName: string; lastName: string };

const FIRST_NAMES = ["Ada", "Bo", "Cleo", "Dana", "Eun-ji", "Farid", "Greta", "Hyun", "Ines", "Jun", "Kofi", "Lena"];
const LAST_NAMES = [
  "Abbott",
  "Baek",
  "Castro",
  "Dahl",
  "Eriksen",
  "Fontaine",
  "Gupta",
  "Hwang",
  "Ito",
  "Jansen",
  "Kim",
];
const COUNT = 300;
const DAY_MS = 86_400_000;
const FIRST_AT = Date.parse("2025-03-03T08:00:00Z");

/** The people who sign in to the relying parties: the same ones in every run. */
export const CUSTOMERS: readonly Customer[] = Array.from({ length: COUNT }, (_, index) => {
  const number = String(index + 1).padStart(3, "0");
  return {
    id: seededId("user", `customer-${number}`),
    email: `customer-${number}@customers.example`,
    firstName: FIRST_NAMES[index % FIRST_NAMES.length] ?? "",
    lastName: LAST_NAMES[index % LAST_NAMES.length] ?? "",
  };
});

/** The customers' instance: each of them with up to three browsers signed in. */
export function seedCustomers(instance: ClerkInstance): void {
  for (const [index, customer] of CUSTOMERS.entries()) {
    const user = customerUser(customer, index);
    instance.store.users.set(user.id, user);
    for (let browser = 0; browser < index % 4; browser += 1) addSession(instance, user, `${index + 1}-${browser}`);
  }
}

function customerUser(customer: Customer, index: number): User {
  const createdAt = FIRST_AT + index * DAY_MS;
  return {
    ...customer,
    password: null,
    totpCode: null,
    lastOrganizationId: null,
    createdAt,
    updatedAt: createdAt,
    lastSignInAt: createdAt,
    lastActiveAt: createdAt,
  };
}

function addSession(instance: ClerkInstance, user: User, name: string): void {
  const now = Date.now();
  const client: Client = {
    id: seededId("client", name),
    token: seededId("token", name),
    signInId: null,
    lastStrategy: "password",
    authenticatedAt: now,
    createdAt: now,
    updatedAt: now,
  };
  const session: Session = {
    id: seededId("sess", name),
    clientId: client.id,
    userId: user.id,
    status: "active",
    firstFactorAt: instance.clock.now(),
    secondFactorAt: null,
    activeOrganizationId: null,
    reverification: null,
    reverifiedBy: null,
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
  };
  instance.store.clients.set(client.id, client);
  instance.store.sessions.set(session.id, session);
}
