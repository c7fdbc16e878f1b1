/** Instants are milliseconds since 1970. Those named `…FactorAt` follow the sandbox's clock, all others are real. */
export type User = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  password: string | null;
  /** The code that the authenticator app always shows; null: no second factor. */
  totpCode: string | null;
  /** Where the next session of this user starts. */
  lastOrganizationId: string | null;
  createdAt: number;
  updatedAt: number;
  lastSignInAt: number | null;
  lastActiveAt: number | null;
  /** What keeps somebody out; nothing of it for most. */
  standing?: Standing;
};

export type Standing = {
  banned?: boolean;
  /** By somebody at the Backend API: such a lock never ends by itself. */
  locked?: boolean;
  emailUnverified?: boolean;
  phone?: string;
};

export type Organization = {
  id: string;
  name: string;
  slug: string;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
};

export type Membership = {
  id: string;
  organizationId: string;
  userId: string;
  /** With its prefix, as in `org:admin`. */
  role: string;
  createdAt: number;
  updatedAt: number;
};

/** One browser. */
export type Client = {
  id: string;
  /** What the browser's `__client` cookie holds. */
  token: string;
  signInId: string | null;
  lastStrategy: string | null;
  /** When its sessions last changed. */
  authenticatedAt: number;
  createdAt: number;
  updatedAt: number;
};

export type SessionStatus = "active" | "ended" | "removed" | "revoked";

export type Session = {
  id: string;
  clientId: string;
  userId: string;
  status: SessionStatus;
  firstFactorAt: number;
  secondFactorAt: number | null;
  activeOrganizationId: string | null;
  reverification: Reverification | null;
  /** The latest completed reverification. */
  reverifiedBy: string | null;
  createdAt: number;
  updatedAt: number;
  lastActiveAt: number;
};

export type VerificationLevel = "first_factor" | "second_factor" | "multi_factor";
export type FactorStatus = "needs_first_factor" | "needs_second_factor" | "complete";

export type Reverification = {
  id: string;
  level: VerificationLevel;
  status: FactorStatus;
  firstFactor: "password" | null;
  secondFactor: "totp" | null;
};

export type SignIn = {
  id: string;
  clientId: string;
  userId: string;
  status: FactorStatus;
  firstFactor: "password" | "ticket" | null;
  secondFactor: "totp" | null;
  sessionId: string | null;
  createdAt: number;
};

export type SignInToken = {
  id: string;
  userId: string;
  token: string;
  status: "pending" | "accepted" | "revoked";
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
};

/** Everything that one instance remembers; nothing outlives the process. */
export type Store = {
  users: Map<string, User>;
  organizations: Map<string, Organization>;
  memberships: Map<string, Membership>;
  clients: Map<string, Client>;
  sessions: Map<string, Session>;
  signIns: Map<string, SignIn>;
  signInTokens: Map<string, SignInToken>;
};

export function createStore(): Store {
  return {
    users: new Map(),
    organizations: new Map(),
    memberships: new Map(),
    clients: new Map(),
    sessions: new Map(),
    signIns: new Map(),
    signInTokens: new Map(),
  };
}

export function emptyStore(store: Store): void {
  for (const table of Object.values(store)) table.clear();
}

export function findUserByEmail(store: Store, email: string): User | undefined {
  const wanted = email.trim().toLowerCase();
  return [...store.users.values()].find((user) => user.email === wanted);
}

export function membershipsOf(store: Store, userId: string): Membership[] {
  return [...store.memberships.values()].filter((membership) => membership.userId === userId);
}

export function findMembership(store: Store, userId: string, organizationId: string): Membership | undefined {
  return membershipsOf(store, userId).find((membership) => membership.organizationId === organizationId);
}

export function activeSessionsOf(store: Store, clientId: string): Session[] {
  return [...store.sessions.values()].filter((session) => session.clientId === clientId && session.status === "active");
}
