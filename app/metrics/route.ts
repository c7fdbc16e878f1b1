import { mayScrape } from "@/lib/access/scraper";
import { systemActor } from "@/lib/access/system";
import { metrics } from "@/lib/core/metrics";
import { listGroups } from "@/lib/deliveries/queries/list-groups";
import { countUnsent } from "@/lib/notices/queries/channel-health";
import { triage } from "@/lib/triage/queries/triage";
import { listQueues, listWorkDone } from "@/lib/workers/queries/work";
import { secondsSinceBeat } from "@/lib/workers/queries/worker-health";

export const dynamic = "force-dynamic";

const actor = systemActor();

/** Prometheus text. On loopback, or with `Authorization: Bearer METRICS_TOKEN`. */
export async function GET(request: Request): Promise<Response> {
  if (!mayScrape(request.headers)) return Response.json({ code: "not_allowed" }, { status: 403 });
  const { registry } = metrics();
  await Promise.all([tellOfWorkers(), tellOfNotices(), tellOfDeliveries(), tellOfVerdict()]);
  return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType } });
}

async function tellOfWorkers(): Promise<void> {
  const { workerSilence, workerOperations, jobs, jobsOldest } = metrics();
  const [silence, done, queues] = await Promise.all([
    secondsSinceBeat().catch(() => null),
    listWorkDone().catch(() => []),
    listQueues().catch(() => []),
  ]);
  workerSilence.set(silence ?? -1);
  workerOperations.reset();
  for (const { operation, result, count } of done) workerOperations.inc({ operation, result }, count);
  jobs.reset();
  jobsOldest.reset();
  for (const { queue, waiting, running, failed, oldestSeconds } of queues) {
    for (const [state, count] of Object.entries({ waiting, running, failed })) jobs.set({ queue, state }, count);
    jobsOldest.set({ queue }, oldestSeconds);
  }
}

async function tellOfNotices(): Promise<void> {
  const { noticesUnsent } = metrics();
  const unsent = await countUnsent().catch(() => []);
  noticesUnsent.reset();
  for (const { channel, waiting, dead } of unsent) {
    noticesUnsent.set({ channel, state: "waiting" }, waiting);
    noticesUnsent.set({ channel, state: "dead" }, dead);
  }
}

async function tellOfDeliveries(): Promise<void> {
  const groups = await listGroups(actor).catch(() => null);
  metrics().deliveriesDead.set(groups ? groups.reduce((sum, { dead }) => sum + dead, 0) : -1);
}

async function tellOfVerdict(): Promise<void> {
  const { verdict, verdictAge } = metrics();
  const now = await triage(actor).catch(() => null);
  verdict.reset();
  if (now?.observedAt) verdict.set({ category: now.category, severity: now.severity }, 1);
  verdictAge.set(now?.observedAt ? Math.max(0, (Date.now() - Date.parse(now.observedAt)) / 1_000) : -1);
}
