import "server-only";
import type { Actor, HumanActor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { publicKeyOf } from "../rules/document";
import type { LadderApp, LiveAppBypass } from "../shapes";
import { listOpenings } from "./list-openings";

type Row = Omit<LadderApp, "open" | "tokenMadeAt" | "lastAskedAt"> & {
  tokenMadeAt: Date | null;
  lastAskedAt: Date | null;
};

/** The apps that could be bypassed, by name, each with what is open there. The identity provider is none of them. */
export async function listLadder(actor: Actor): Promise<LadderApp[]> {
  const [rows, open] = await Promise.all([
    consoleDb().$queryRaw<Row[]>`
      SELECT a.id, a.name, a.render_service_id IS NOT NULL AS hosted, t.made_at AS "tokenMadeAt", t.last_used_at AS "lastAskedAt",
             concat_ws(' ', a.version::text, t.made_at::text, o.id::text) AS version
        FROM apps a
        LEFT JOIN app_bypass_tokens t ON t.app_id = a.id
        LEFT JOIN app_bypasses o ON o.app_id = a.id AND o.ended_at IS NULL AND o.ends_at > now()
       WHERE a.removed_at IS NULL AND a.role = 'app'
       ORDER BY a.name, a.id`,
    listOpenings(actor, { open: true }),
  ]);
  return rows.map(({ tokenMadeAt, lastAskedAt, ...app }) => ({
    ...app,
    tokenMadeAt: tokenMadeAt?.toISOString() ?? null,
    lastAskedAt: lastAskedAt?.toISOString() ?? null,
    open: open.find(({ app: id }) => id === app.id) ?? null,
  }));
}

/** Which apps let people in without Clerk at this moment; the one that ends last first. Everybody may know. */
export async function listLiveAppBypasses(_actor: HumanActor): Promise<LiveAppBypass[]> {
  const rows = await consoleDb().$queryRaw<(Omit<LiveAppBypass, "endsAt"> & { endsAt: Date })[]>`
    SELECT o.id::text, a.id AS app, a.name AS "appName", o.rung, p.name AS "openedBy", r.incident, o.ends_at AS "endsAt"
      FROM app_bypasses o
      JOIN apps a ON a.id = o.app_id AND a.removed_at IS NULL
      JOIN action_requests r ON r.id = o.request_id
      JOIN people p ON p.id = r.requester_id
     WHERE o.ended_at IS NULL AND o.ends_at > now()
     ORDER BY o.ends_at DESC, o.id`;
  return rows.map(({ endsAt, ...live }) => ({ ...live, endsAt: endsAt.toISOString() }));
}

/** What an app needs to check a document with: no secret. */
export const readBypassKey = (_actor: Actor): { keyId: string; publicKey: string } =>
  publicKeyOf(env().BYPASS_SIGNING_KEY);
