import "server-only";
import type { Actor } from "@/lib/access/actor";
import { consoleDb } from "@/lib/core/db";
import type { Mark } from "../shapes";

type Row = Omit<Mark, "at"> & { at: Date };

/** What happened meanwhile, oldest first: deploys as the host told of them, emergency openings that were no drill, incidents. */
export async function listMarks(_actor: Actor, { fromMinutesAgo }: { fromMinutesAgo: number }): Promise<Mark[]> {
  const rows = await consoleDb().$queryRaw<Row[]>`
    WITH frame AS (SELECT now() - make_interval(mins => ${Math.floor(fromMinutesAgo)}) AS began),
         deploy AS (SELECT DISTINCT substr(probe, 8) AS app, (value ->> 'deployedAt')::timestamptz AS at
                      FROM probe_samples, frame
                     WHERE probe LIKE 'render/%' AND sampled_at >= frame.began AND value ->> 'deployedAt' >= to_char(frame.began AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'))
    SELECT deploy.at, 'deploy' AS kind, coalesce(apps.name, deploy.app) AS label FROM deploy LEFT JOIN apps ON apps.id = deploy.app
     UNION ALL
    SELECT g.opened_at, 'grant', p.name FROM bypass_grants g JOIN people p ON p.id = g.person_id, frame
     WHERE g.opened_at >= frame.began AND NOT g.drill
     UNION ALL
    SELECT i.declared_at, 'incident', 'INC-' || i.number FROM incidents i, frame WHERE i.declared_at >= frame.began
     ORDER BY at`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
