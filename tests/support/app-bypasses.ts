import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { OperationName } from "@/lib/access/policy";
import type { Role } from "@/lib/access/roles";
import { ownerOf } from "./owner";
import type { Query } from "./reviews";
import { keptApp } from "./settings";
import type { Cast, Situation } from "./situations";

type Named = Extract<OperationName, `app-bypass.${string}`>;

/** Gives an app a bypass token, as if it had been made. @returns the token */
export async function heldBypassToken(query: Query, app: string): Promise<string> {
  const token = `spb_test_${randomBytes(32).toString("hex")}`;
  await query(
    `INSERT INTO app_bypass_tokens (app_id, secret_hash, made_by) SELECT $1, $2, id FROM people LIMIT 1
     ON CONFLICT (app_id) DO UPDATE SET secret_hash = excluded.secret_hash, made_at = now(), last_used_at = NULL`,
    [app, createHash("sha256").update(token).digest("hex")],
  );
  return token;
}

/** An app on the list that could be bypassed. */
export async function bypassableApp(query: Query): Promise<{ app: string; token: string }> {
  const { id } = await keptApp(query);
  return { app: id, token: await heldBypassToken(query, id) };
}

type Limits = {
  rung?: string;
  sessionMinutes?: number | null;
  routes?: string[];
  people?: string[];
  secondsLeft?: number;
  incident?: string | null;
};

/** A bypass of that app, as if two people had opened it. Its clock is the database's. @returns its id */
export async function openedBypass(query: Query, app: string, limits: Limits = {}): Promise<string> {
  const { rung = "verified", sessionMinutes = null, routes = [], people = [] } = limits;
  const { secondsLeft = 1_800, incident = null } = limits;
  const [id, request] = [randomUUID(), randomUUID()];
  await query(
    `INSERT INTO action_requests (id, operation, risk, state, input_text, target_text, fingerprint, digest, requester_id, session_id,
                                  reason, incident, execute_by)
     SELECT $1, 'app-bypass.open', 'grave', 'succeeded', '{}', 'null', '', repeat('0', 64), id, 'sess_made_up',
            'Clerk answers nobody.', $2, now() FROM people LIMIT 1`,
    [request, incident],
  );
  await query(
    `INSERT INTO app_bypasses (id, app_id, request_id, rung, session_minutes, routes, people, opened_at, ends_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8) - interval '40 minutes', now() + make_interval(secs => $8))`,
    [id, app, request, rung, sessionMinutes, routes, people, secondsLeft],
  );
  return id;
}

/** Takes away apps that a test made up, with what they ask with and what was opened for them. */
export async function forgetAppBypasses(query: Query): Promise<void> {
  await query(
    "DELETE FROM app_bypass_uses WHERE opening_id IN (SELECT id FROM app_bypasses WHERE app_id LIKE 'app-%')",
    [],
  );
  await query("DELETE FROM app_bypasses WHERE app_id LIKE 'app-%'", []);
  await query("DELETE FROM app_bypass_tokens WHERE app_id LIKE 'app-%'", []);
  await query("DELETE FROM apps WHERE id LIKE 'app-%'", []);
}

/** One request that an app let through. */
export const aUse = () => ({
  id: randomUUID(),
  at: new Date().toISOString(),
  method: "GET",
  route: "/orders",
  subject: "a".repeat(64),
  requestId: "req-1",
});

export const aReportOfUses = (opening: string, uses: unknown[] = [aUse()]) => ({ opening, uses, unreported: 0 });

/** Moments in which an app is, or is no longer, let take people in without Clerk. */
export const appBypassSituations: Record<Named, (cast: Cast) => Promise<Situation>> = {
  "app-bypass.end": async ({ people, own }) => {
    const { app } = await bypassableApp(ownerOf(own));
    return { person: people.responder, input: { id: await openedBypass(ownerOf(own), app) } };
  },

  "app-bypass.hear-uses": async ({ own }) => {
    const { app } = await bypassableApp(ownerOf(own));
    return { person: null, input: { app, ...aReportOfUses(await openedBypass(ownerOf(own), app)) } };
  },

  "app-bypass.open": async ({ people, own }) => {
    const { app } = await bypassableApp(ownerOf(own));
    const change = async () => void (await heldBypassToken(ownerOf(own), app));
    return { person: people.admin, input: { app, minutes: 30, rung: "recent", sessionMinutes: 30 }, change };
  },

  "app-bypass.renew-token": async ({ people, own }) => {
    const { app } = await bypassableApp(ownerOf(own));
    const change = async () => void (await heldBypassToken(ownerOf(own), app));
    return { person: people.admin, input: { app }, change };
  },

  "app-bypass.sweep": async ({ own }) => {
    const { app } = await bypassableApp(ownerOf(own));
    await openedBypass(ownerOf(own), app, { secondsLeft: -1 });
    return { person: null, input: {} };
  },
};

/** Inputs that would do, over HTTP. */
export const appBypassInputs = (query: Query): Record<Named, (role: Role) => unknown> => ({
  "app-bypass.end": async () => ({ id: await openedBypass(query, (await bypassableApp(query)).app) }),
  "app-bypass.hear-uses": () => ({ app: "app-none", ...aReportOfUses(randomUUID()) }),
  "app-bypass.open": async () => ({ app: (await bypassableApp(query)).app, minutes: 30, rung: "verified" }),
  "app-bypass.renew-token": async () => ({ app: (await bypassableApp(query)).app }),
  "app-bypass.sweep": () => ({}),
});
