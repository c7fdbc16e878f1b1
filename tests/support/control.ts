import { world } from "./world";

/** How a neighbour misbehaves; everything absent means that it behaves. */
export type Fault = {
  outage?: boolean;
  hang?: boolean;
  reset?: boolean;
  /** Does what was asked, and its answer never comes. */
  answerLost?: boolean;
  status?: number;
  latencyMs?: number;
  errorShare?: number;
  retryAfterSeconds?: number;
  malformed?: boolean | "cut" | "html" | "huge" | "gzip-bomb" | "redirect" | "content-type";
  rateLimit?: number | true;
};

/** One request that a neighbour received. */
export type JournalEntry = {
  at: string;
  neighbour: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  bodySha256: string;
  body?: string;
  status: number | null;
};

export type SandboxWorld = {
  console: string;
  neighbours: Record<string, string | { frontendApi: string; backendApi: string; platformApi?: string }>;
  relyingParties: { id: string; name: string; url: string; character: string }[];
  postgres: { console: string; identityProvider: string };
  people: { email: string; roles: string[]; password: string; code?: string; recoveryCodes?: string[]; pin?: string }[];
  apiTokens: { read: string; operate: string; signal: string };
};

/** How a relying party keeps its copy of the JWKS. */
export type KeyHabit = { cacheSeconds: number; refetches: "when-it-ends" | "on-unknown-kid" | "never" };

export type Scenario = { name: string; title: string; running: boolean };

/** The sandbox's control API: the outside world's switches, for tests. */
export const control = {
  describe: () => call<SandboxWorld>("GET", "/world"),
  reset: () => call<{ reset: true }>("POST", "/reset"),

  scenarios: () => call<Scenario[]>("GET", "/scenarios"),
  startScenario: (name: string) => call<Scenario>("POST", `/scenarios/${name}/start`),
  stopScenario: (name: string) => call<Scenario>("POST", `/scenarios/${name}/stop`),

  faults: () => call<Record<string, Fault>>("GET", "/faults"),
  /** @param neighbour as named by `describe`; one relying party as `relying-parties/{id}` */
  setFault: (neighbour: string, fault: Fault) => call<Fault>("PUT", `/faults/${neighbour}`, fault),
  clearFault: (neighbour: string) => call<void>("DELETE", `/faults/${neighbour}`),
  clearFaults: () => call<void>("DELETE", "/faults"),

  /** Oldest first. */
  journal: ({ neighbour, since }: { neighbour?: string; since?: Date } = {}) => {
    const query = new URLSearchParams();
    if (neighbour) query.set("neighbour", neighbour);
    if (since) query.set("since", since.toISOString());
    return call<JournalEntry[]>("GET", `/journal?${query}`);
  },

  /** @param slug of a relying party, as in its address */
  keepKeys: (slug: string, habit: Partial<KeyHabit>) =>
    call<KeyHabit>("PUT", `/relying-parties/${slug}/key-cache`, habit),
  usualKeys: (slug: string) => call<KeyHabit>("DELETE", `/relying-parties/${slug}/key-cache`),

  advanceClock: (seconds: number) => call<{ now: string }>("POST", "/clock", { advanceSeconds: seconds }),
  setRoles: (email: string, roles: string[]) => call<unknown>("POST", `/people/${email}/roles`, { roles }),
  /** More customers at Clerk, with so many sessions each. @returns their ids */
  generateCustomers: (order: { users: number; sessions: number }) =>
    call<{ ids: string[] }>("POST", "/customers/generate", order),
  customerSessions: () => call<{ users: number; active: number; revoked: number }>("GET", "/customers/sessions"),
  removeCustomer: (id: string) => call<void>("DELETE", `/customers/${id}`),
  /** The customers' Clerk is as it was at the begin. */
  resetCustomers: () => call<{ reset: true }>("POST", "/customers/reset"),
  generateOutbox: (order: { rows: number; dead: number }) => call<unknown>("POST", "/outbox/generate", order),
};

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${world().controlUrl}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
