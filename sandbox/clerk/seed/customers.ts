import { seededId } from "../ids";
import type { ClerkInstance } from "../instance";
import type { Client, Session, Standing, User } from "../store";

export type Customer = { id: string; email: string; firstName: string; lastName: string };

/** By their number: those who cannot sign in at Clerk itself, and one who has a telephone. */
const STANDINGS: Readonly<Record<number, Standing>> = {
  18: { banned: true },
  24: { locked: true },
  32: { emailUnverified: true },
  48: { phone: "+15550100048" },
};

/** Their Clerk user never reached the identity provider, whose person of that number is somebody else. */
export const UNKNOWN_TO_IDENTITY_PROVIDER = 36;

/** Merged in a ring by hand, long ago: each is said to be the next one. */
export const RING = [41, 42, 43] as const;

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
    for (let browser = 0; browser < index % 4; browser += 1) {
      const session = addSession(instance, user, `${index + 1}-${browser}`);
      // A ban ends whatever is open.
      if (user.standing?.banned) session.status = "revoked";
    }
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
    standing: STANDINGS[index + 1],
  };
}

/** A browser of theirs that has just signed in. */
export function addSession(instance: ClerkInstance, user: User, name: string): Session {
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
  return session;
}
