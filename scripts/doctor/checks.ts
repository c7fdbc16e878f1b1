import { clerkHealth } from "@/lib/access/health";
import { systemActor } from "@/lib/access/system";
import { readiness } from "@/lib/bypass/queries/readiness";
import type { ReadinessFault } from "@/lib/bypass/rules/readiness";
import { tryHost } from "@/lib/connectors/render/hosted-services";
import { consoleDb, identityProviderOperate, identityProviderRead } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { env, loadEnv } from "@/lib/core/env";
import { listIndexGaps } from "@/lib/deliveries/queries/index-gaps";
import type { IndexGap } from "@/lib/deliveries/shapes";
import { hostRefusal } from "@/lib/deploys/rules/host-refusal";
import { readCheckpoints } from "@/lib/record/queries/read-checkpoints";
import { secondsSinceBeat } from "@/lib/workers/queries/worker-health";
import { missingMigrations } from "../migrations/await";
import { type Finding, found, type Look } from "./finding";
import { lookAtIdentityTables, lookAtNeighbours, lookAtQueues, lookAtRights, lookAtVersions } from "./structure";

/** `alone`: its patience is short, and what everything else takes at the start would count as its fault. */
type Check = { name: string; look: Look; alone?: true };

const patienceMs = 6_000;
const silentAfterSeconds = 30;
const skewBorderMs = 2_000;

/** What is looked at, from the ground up. None of them changes anything. */
export const checks: readonly Check[] = [
  { name: "environment", look: lookAtEnvironment },
  { name: "versions", look: lookAtVersions },
  { name: "console database", look: lookAtConsole },
  { name: "migrations", look: lookAtMigrations },
  { name: "rights", look: lookAtRights },
  { name: "queues", look: lookAtQueues },
  { name: "record", look: lookAtRecord },
  { name: "checkpoints", look: lookAtCheckpoints },
  { name: "identity provider's database", look: lookAtIdentityProvider },
  { name: "identity provider's tables", look: lookAtIdentityTables },
  { name: "identity provider's indexes", look: lookAtIndexes },
  { name: "clock", look: lookAtClock },
  { name: "worker", look: lookAtWorker },
  { name: "console Clerk", look: lookAtClerk, alone: true },
  { name: "neighbours", look: lookAtNeighbours, alone: true },
  { name: "host", look: lookAtHost },
  { name: "break-glass", look: lookAtBreakGlass },
];

/** All of them, in their order. */
export async function findAll(): Promise<Finding[]> {
  const [alone, together] = [checks.filter((check) => check.alone), checks.filter((check) => !check.alone)];
  const seen = await Promise.all(together.map(find));
  for (const check of alone) seen.push(await find(check));
  return checks.flatMap(({ name }) => seen.find((finding) => finding.name === name) ?? []);
}

/** One check, with a limit: what throws or hangs is a finding, too. */
async function find({ name, look }: Check): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Omit<Finding, "name">>((resolve) => {
    timer = setTimeout(resolve, patienceMs, found("down", `did not answer within ${patienceMs / 1_000} s`));
  });
  const looked = look().catch((error: unknown) => found("down", saidBy(error)));
  return { name, ...(await Promise.race([looked, late]).finally(() => clearTimeout(timer))) };
}

/** A driver's text may quote an address; the environment's own names variables and repeats no value. */
function saidBy(error: unknown): string {
  const { message, code } = error as Error & { code?: string };
  return message.startsWith("The environment") ? message : `does not answer (${code ?? (error as Error).name})`;
}

/** As `npm run serve` judges it, before it lets Next start. */
async function lookAtEnvironment() {
  loadEnv({ ...process.env, NODE_ENV: "production" });
  return found("ok", "complete");
}

async function lookAtConsole() {
  const began = performance.now();
  await consoleDb().$queryRaw`SELECT 1`;
  return found("ok", `answers in ${Math.round(performance.now() - began)} ms`);
}

async function lookAtMigrations() {
  const rows = await consoleDb().$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const missing = await missingMigrations(rows.map(({ name }) => name));
  return missing.length === 0
    ? found("ok", `all ${rows.length} are applied`)
    : found("down", `${missing.length} are not applied: npm run migrate`);
}

async function lookAtRecord() {
  const [may] = await consoleDb().$queryRaw<{ add: boolean; change: boolean }[]>`
    SELECT has_table_privilege('record', 'SELECT') AND has_table_privilege('record', 'INSERT') AS add,
           has_table_privilege('record', 'UPDATE') OR has_table_privilege('record', 'DELETE')
             OR has_table_privilege('record', 'TRUNCATE') AS change`;
  if (!may?.add) return found("down", "the app's role can't write it: npm run migrate");
  return may.change
    ? found("down", "the app's role could rewrite it: npm run migrate")
    : found("ok", "can be read and added to, and not rewritten");
}

async function lookAtCheckpoints() {
  const { length } = await readCheckpoints();
  return length > 0
    ? found("ok", `${length} are kept; npm run record:verify judges them`)
    : found("degraded", "there is none: the worker writes them to RECORD_CHECKPOINT_DIR");
}

async function lookAtIdentityProvider() {
  await identityProviderRead().$queryRaw`SELECT 1 FROM webhook_outbox_entries LIMIT 1`;
  const [may] = await identityProviderOperate().$queryRaw<{ requeue: boolean }[]>`
    SELECT has_column_privilege('webhook_outbox_entries', 'dlq_at', 'UPDATE') AS requeue`;
  return may?.requeue
    ? found("ok", "can be read, and deliveries can be put back")
    : found("down", "deliveries can't be put back: the role lacks UPDATE of their state");
}

const gapWords: Record<IndexGap, string> = {
  dead_by_app: "no index of the dead by application",
  dead: "no index of the dead by time",
  dead_count: "no index to count all of the dead by",
  dead_alike: "no index of what died alike",
  dead_search: "no indexes to search errors, subjects and keys",
  vacuum: "the outbox wants a VACUUM",
};

async function lookAtIndexes() {
  const gaps = await listIndexGaps(systemActor());
  return gaps.length === 0
    ? found("ok", "those that deliveries are browsed by are there")
    : found("degraded", `${gaps.map((gap) => gapWords[gap]).join("; ")}: docs/identity-provider-indexes.sql`);
}

async function lookAtClock() {
  await consoleDb().$queryRaw`SELECT 1`; // What opening a connection takes is no difference of clocks.
  const began = Date.now();
  const [row] = await consoleDb().$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const between = (began + Date.now()) / 2;
  const apart = row ? Math.round(Math.abs(row.at.getTime() - between)) : 0;
  const says = `${apart} ms from the console database's`;
  return apart > skewBorderMs ? found("degraded", says) : found("ok", says);
}

async function lookAtWorker() {
  const silence = await secondsSinceBeat();
  if (silence === null) return found("down", "none was ever here");
  const says = `last seen ${Math.round(silence)} s ago`;
  return silence > silentAfterSeconds ? found("down", says) : found("ok", says);
}

async function lookAtClerk() {
  const { answers } = await clerkHealth();
  return answers
    ? found("ok", "its Frontend API answers")
    : found("down", `its Frontend API does not answer: ${env().PUBLIC_ORIGIN}/break-glass`);
}

async function lookAtHost() {
  const answer = await tryHost(seconds(5));
  if (answer.ok) return found("ok", "Render's API answers, and knows our key");
  const { code, facts } = hostRefusal(answer.failure);
  if (code === "host_credential_refused")
    return found("down", "Render refuses our key: it was rotated or revoked, RENDER_API_KEY needs the new one");
  return code === "host_rate_limited"
    ? found("degraded", `Render takes no more calls of ours for ${facts?.retryAfterSeconds} s`)
    : found("degraded", `Render's API can't be used (${code})`);
}

const remedies: Record<ReadinessFault, string> = {
  too_few_enrolled: "fewer than two people are enrolled (Settings, Break-glass)",
  too_few_usable: "fewer than two of the enrolled could come in (Bypass)",
  never_drilled: "it was never drilled (Bypass, Drill)",
  drill_old: "the last drill is more than 90 days ago (Bypass, Drill)",
  review_unfiled: "the review of an earlier opening is owed (Approvals, Reviews)",
};

async function lookAtBreakGlass() {
  const { armed, missing, usable } = await readiness();
  return armed
    ? found("ok", `armed: ${usable} people could come in without Clerk`)
    : found("degraded", `not armed: ${missing.map((fault) => remedies[fault]).join("; ")}`);
}
