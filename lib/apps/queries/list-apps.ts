import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import { type App, type AppFields, appVersion } from "../shapes";

type Row = Awaited<ReturnType<ReturnType<typeof consoleDb>["app"]["findMany"]>>[number];

const shown = ({ addedAt: _added, removedAt: _removed, changedAt, ...app }: Row): App => ({
  ...(app as { id: string } & AppFields),
  version: appVersion.parse(app.version),
  changedAt: changedAt.toISOString(),
});

/** Everything that the team runs: the identity provider first, then the apps by name. */
export async function listApps(_actor: Actor): Promise<App[]> {
  const rows = await consoleDb().app.findMany({
    where: { removedAt: null },
    orderBy: [{ role: "desc" }, { name: "asc" }, { id: "asc" }],
  });
  return rows.map(shown);
}

/** One app; null also for one that was removed. */
export async function findApp(_actor: Actor, id: string): Promise<App | null> {
  const row = await consoleDb().app.findFirst({ where: { id, removedAt: null } });
  return row ? shown(row) : null;
}

/** Changes whenever the list does: who adds something sees first what somebody else added. */
export async function versionOfApps(_actor: Actor): Promise<string> {
  const [row] = await consoleDb().$queryRaw<{ version: string }[]>`
    SELECT count(*) || ' ' || coalesce(max(changed_at)::text, '') AS version FROM apps`;
  return row?.version ?? "";
}
