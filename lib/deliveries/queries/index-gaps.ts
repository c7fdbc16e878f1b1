import "server-only";
import type { Actor } from "@/lib/access/actor";
import { type IdentityProviderDb, identityProviderRead } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { indexGapsOf, missingIndexes, type SourceState } from "../rules/index-gaps";
import type { IndexGap } from "../shapes";
import { onIdentityDatabase } from "./identity-database";

/** Which recommended indexes the IdP's outbox lacks, and whether it wants a vacuum. Told by what an index holds, not by its name. */
export async function listIndexGaps(_actor: Actor): Promise<IndexGap[]> {
  const state = await readSource();
  return state ? indexGapsOf(state) : [];
}

async function readSource(): Promise<SourceState | undefined> {
  const [state] = await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<SourceState[]>`
      SELECT coalesce((SELECT array_agg(pg_get_indexdef(i.indexrelid)) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid), '{}') AS indexes,
             c.relpages AS pages, c.relallvisible AS "visiblePages", c.reltuples::float8 AS rows,
             coalesce(s.n_dead_tup, 0)::float8 AS "deadTuples"
        FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
       WHERE c.oid = to_regclass('webhook_outbox_entries')`,
  );
  return state;
}

/** An index does not come and go: who asks by it need not ask for it each time. */
const knownForMs = seconds(30);
const known = new WeakMap<IdentityProviderDb, { untilMs: number; missing: IndexGap[] }>();

/** Whether a question can't count on an index: by what the catalogue said within the last half minute, to these connections. */
export async function lacks(_actor: Actor, index: Exclude<IndexGap, "vacuum">): Promise<boolean> {
  const source = identityProviderRead();
  const earlier = known.get(source);
  if (earlier && performance.now() < earlier.untilMs) return earlier.missing.includes(index);
  const missing = missingIndexes((await readSource()) ?? { indexes: [] });
  known.set(source, { untilMs: performance.now() + knownForMs, missing });
  return missing.includes(index);
}
