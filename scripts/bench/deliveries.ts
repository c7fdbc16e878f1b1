import pg from "pg";
import { systemActor } from "@/lib/access/system";
import { closeDatabases } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { listGroups } from "@/lib/deliveries/queries/list-groups";
import { writeCursor } from "@/lib/deliveries/rules/cursor";
import { type DeliveryFilter, deliveryFilter } from "@/lib/deliveries/shapes";
import { step } from "../start/say.mjs";
import { randomFilters } from "./deliveries-filters";
import {
  buildIndexes,
  idsInErrors,
  letSearchBy,
  placeBefore,
  playbook,
  settle,
  staleMap,
  withoutIndexes,
} from "./deliveries-source";
import { list } from "./foundation";
import { atMost, type Comparison, compare, figures, judged, once, timesFaster } from "./measure";
import { throwaway } from "./throwaway.mjs";

const pageRows = 50;
/** How often a count that takes seconds is taken, after two that do not count. */
const [counts, warmUp] = [7, 2];
const searches = { filters: 200, rounds: 3 };

type Source = { owner: pg.Pool; byHand: pg.Pool; bare: pg.Pool };

/**
 * The board, pages, filters and lists of deliveries against what is done by hand today, over millions of rows in a PostgreSQL of this
 * run's own.
 */
export async function deliveries(options: Readonly<Record<string, string>>): Promise<Comparison[]> {
  const rows = Number(options.rows ?? 5_000_000);
  const made = await throwaway({ rows, dead: Number(options.dead ?? Math.round(rows / 5)), kept: options.data });
  Object.assign(process.env, made.env);
  const reader = made.env.IDP_DATABASE_READ_URL;
  const source = { owner: open(made.ownerUrl), byHand: open(reader), bare: open(reader, withoutIndexes) };
  try {
    await step("Building the recommended indexes", () => buildIndexes(source.owner));
    await letSearchBy(source.owner, "alike");
    return await measure(source);
  } finally {
    await closeDatabases();
    for (const pool of Object.values(source)) await pool.end();
    await made.stop();
  }
}

/** Its connections may learn before us that the server stops. */
function open(connectionString: string, more = ""): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2, options: `-c TimeZone=UTC ${more}` });
  pool.on("error", () => undefined);
  return pool;
}

async function measure(source: Source): Promise<Comparison[]> {
  const told: Comparison[] = [];
  for (const [name, part] of [
    ["Counting", board],
    ["Paging", pages],
    ["Searching", filters],
    ["Listing", async ({ byHand }: Source) => [await list(byHand)]],
    ["Counting with a stale visibility map", boardWhenStale],
  ] as const) {
    told.push(...(await step(name, () => part(source))));
  }
  return told;
}

const actor = systemActor();

async function board({ bare }: Source): Promise<Comparison[]> {
  const contest = { baseline: () => bare.query(playbook), rounds: counts, warmUp };
  return [
    await compare({
      ...contest,
      name: "dead-count board, exact, against the playbook's SQL without index",
      ours: () => listGroups(actor, null),
      goal: timesFaster(15),
    }),
    await compare({
      ...contest,
      name: "dead-count board, capped, against the same",
      ours: () => listGroups(actor),
      goal: timesFaster(100),
    }),
  ];
}

async function boardWhenStale({ owner, bare }: Source): Promise<Comparison[]> {
  await staleMap(owner);
  const contest = { baseline: () => bare.query(playbook), rounds: counts, warmUp };
  const capped = await compare({
    ...contest,
    name: "dead-count board with a stale visibility map, against the same",
    ours: () => listGroups(actor),
    goal: atMost(1),
  });
  await settle(owner);
  return [capped];
}

async function pages({ owner, byHand }: Source): Promise<Comparison[]> {
  const { rows } = await owner.query<{ dead: number }>(
    "SELECT count(*)::int AS dead FROM webhook_outbox_entries WHERE dlq_at IS NOT NULL AND delivered_at IS NULL",
  );
  const deep = Math.min(10_000, Math.floor((rows[0]?.dead ?? 0) / pageRows) - 1);
  const offset = (deep - 1) * pageRows;
  const cursor = writeCursor(await placeBefore(owner, offset));
  const page = (given: object) => () => listDeliveries(actor, deliveryFilter.parse(given));
  const byOffset = `SELECT e.*, a.name FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
    WHERE e.dlq_at IS NOT NULL AND e.delivered_at IS NULL ORDER BY e.dlq_at DESC, e.id DESC OFFSET ${offset} LIMIT ${pageRows}`;
  return [
    await compare({
      name: `page ${deep} against page 1`,
      rounds: 200,
      baseline: page({}),
      ours: page({ cursor }),
      goal: atMost(2),
    }),
    await compare({
      name: `page ${deep} against OFFSET`,
      rounds: 9,
      warmUp,
      baseline: () => byHand.query(byOffset),
      ours: page({ cursor }),
      goal: timesFaster(200),
    }),
  ];
}

async function filters({ owner }: Source): Promise<Comparison[]> {
  const asked = randomFilters(searches.filters, await idsInErrors(owner, 40));
  const taken = { trigrams: asked.map((): number[] => []), alike: asked.map((): number[] => []) };
  for (let round = 0; round < searches.rounds; round += 1) {
    for (const way of ["trigrams", "alike"] as const) {
      await letSearchBy(owner, way);
      // Connections of before know nothing of it.
      await closeDatabases();
      await listDeliveries(actor, deliveryFilter.parse({ status: "503" }));
      for (const [place, filter] of asked.entries()) taken[way][place]?.push(await once(() => patiently(filter)));
    }
  }
  const ofEach = (samples: number[][]) => figures(samples.map((each) => figures(each).medianUs));
  const [base, ours] = [ofEach(taken.trigrams), ofEach(taken.alike)];
  const name = `${searches.filters} random filters`;
  return [
    judged(`${name}, 95th percentile against their median`, atMost(10), [ours, ours], ours.p95Us / ours.medianUs),
    judged(`${name}, 95th percentile against trigrams alone`, timesFaster(20), [base, ours], ours.p95Us / base.p95Us),
  ];
}

/** Who is cut off after three seconds has waited for three seconds. */
async function patiently(filter: DeliveryFilter): Promise<void> {
  await listDeliveries(actor, filter).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
}
