import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { Prisma } from "@/lib/generated/identity-provider/client";
import type { Place } from "../rules/cursor";
import { isAsked, refining } from "../rules/refine";
import type { SearchTerm } from "../rules/search";
import { deliveryFilter, type ExportInput, type ExportTarget, exportLimit } from "../shapes";
import { type Asked, asked, sortColumns } from "./conditions";
import { onIdentityDatabase } from "./identity-database";

/** How much a file would hold. `more`: others match, or may match, that it would not. `versions`: of rows that were ticked, by id. */
export type ExportMeasure = {
  rows: number;
  relyingParties: number;
  people: number;
  ends: ExportTarget["ends"];
  more: boolean;
  versions: readonly (readonly [string, string])[];
};

/**
 * How much an export would hold now, and between which ends.
 * @refuses not_allowed for people who may see counts only
 */
export async function measureExport(actor: Actor, { of }: ExportInput): Promise<ExportMeasure> {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: export-rows
  if ("ids" in of) return measureTicked(of.ids);
  const what = asked(deliveryFilter.parse(of.filter));
  const refined = refining(what.terms);
  return refined.length === 0 ? measureFound(what) : measureRefined(what, refined);
}

async function measureTicked(ids: readonly string[]): Promise<ExportMeasure> {
  const rows = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<{ id: string; version: string; party: string; subject: string | null }[]>`
      SELECT id::text, updated_at::text AS version, oauth_application_id::text AS party, subject
        FROM webhook_outbox_entries WHERE id = ANY(${ids.map(BigInt)}) ORDER BY id`,
  );
  const versions = rows.map(({ id, version }) => [id, version] as const);
  return { ...counted(rows), rows: rows.length, ends: null, more: false, versions };
}

const counted = (rows: readonly { party: string; subject: string | null }[]) => ({
  relyingParties: new Set(rows.map(({ party }) => party)).size,
  people: new Set(rows.map(({ subject }) => subject).filter((subject) => subject !== null)).size,
});

type Found = Pick<ExportMeasure, "rows" | "relyingParties" | "people" | "more"> & {
  newest: Place | null;
  oldest: Place | null;
};

/** What the database can tell by itself is counted there. */
async function measureFound({ state, where }: Asked): Promise<ExportMeasure> {
  const sort = sortColumns[state];
  const place = Prisma.sql`json_build_object('at', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'id', id::text)`;
  const [found] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Found[]>`
      WITH found AS MATERIALIZED (
             SELECT ${sort} AS at, e.id, e.oauth_application_id AS party, e.subject FROM webhook_outbox_entries e
              WHERE ${where} ORDER BY ${sort} DESC, e.id DESC LIMIT ${exportLimit + 1}),
           kept AS MATERIALIZED (SELECT * FROM found ORDER BY at DESC, id DESC LIMIT ${exportLimit})
      SELECT count(*)::int AS rows, count(DISTINCT party)::int AS "relyingParties", count(DISTINCT subject)::int AS people,
             (SELECT count(*) FROM found) > ${exportLimit} AS more,
             (SELECT ${place} FROM kept ORDER BY at DESC, id DESC LIMIT 1) AS newest,
             (SELECT ${place} FROM kept ORDER BY at, id LIMIT 1) AS oldest
        FROM kept`,
  );
  const { newest = null, oldest = null, ...counts } = found ?? { rows: 0, relyingParties: 0, people: 0, more: false };
  return { ...counts, ends: newest && oldest ? { newest, oldest } : null, versions: [] };
}

type Slim = Place & {
  party: string;
  subject: string | null;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
};

const batch = 5_000;

/** Where our rules choose, the newest are looked through, up to as many as a file could hold. */
async function measureRefined(what: Asked, terms: readonly SearchTerm[]): Promise<ExportMeasure> {
  const kept: Slim[] = [];
  let [from, more]: [Place | null, boolean] = [null, false];
  for (let lookedAt = 0; lookedAt <= exportLimit; lookedAt += batch) {
    more = lookedAt === exportLimit;
    const some: Slim[] = more ? [] : await readSlim(what, from);
    kept.push(...some.filter((row) => isAsked(row, terms)));
    from = some.at(-1) ?? from;
    if (some.length < batch) break;
  }
  const [newest, oldest] = [kept[0], kept.at(-1)].map((row) => row && { at: row.at, id: row.id });
  return {
    ...counted(kept),
    rows: kept.length,
    ends: newest && oldest ? { newest, oldest } : null,
    more,
    versions: [],
  };
}

function readSlim({ state, where }: Asked, from: Place | null): Promise<Slim[]> {
  const sort = sortColumns[state];
  const beyond = from ? Prisma.sql`AND (${sort}, e.id) < (${from.at}::timestamp, ${BigInt(from.id)})` : Prisma.empty;
  return onIdentityDatabase(
    () => identityProviderRead().$queryRaw<Slim[]>`
      SELECT to_char(${sort}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.id::text, e.oauth_application_id::text AS party, e.subject,
             e.attempts, e.last_status AS "lastStatus", left(e.last_error, 1000) AS "lastError"
        FROM webhook_outbox_entries e WHERE ${where} ${beyond} ORDER BY ${sort} DESC, e.id DESC LIMIT ${batch}`,
  );
}
