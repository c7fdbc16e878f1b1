import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { listApps } from "@/lib/apps/queries/list-apps";
import { seconds } from "@/lib/core/duration";
import { listMarks } from "@/lib/triage/queries/marks";
import { listSeries } from "@/lib/triage/queries/series";
import type { ProbeName, SeriesPoint } from "@/lib/triage/shapes";
import { type ChartRange, type ChartSeries, type ChartView, chartRanges } from "../shapes";
import { shared } from "./shared";

/** How far back, and in how many steps: no step is shorter than the pause between two looks. */
const frames: Record<ChartRange, { fromMinutesAgo: number; buckets: number }> = {
  "1h": { fromMinutesAgo: 60, buckets: 60 },
  "3h": { fromMinutesAgo: 180, buckets: 90 },
  "24h": { fromMinutesAgo: 1_440, buckets: 96 },
};

const sharedForMs = seconds(5);
const views: Record<ChartRange, (actor: HumanActor) => Promise<Omit<ChartView, "now">>> = {
  "1h": shared(sharedForMs, (actor) => readChart(actor, "1h")),
  "3h": shared(sharedForMs, (actor) => readChart(actor, "3h")),
  "24h": shared(sharedForMs, (actor) => readChart(actor, "24h")),
};

/** The range that an address names; three hours where it names none that there is. */
export const rangeOf = (text: unknown): ChartRange => chartRanges.find((range) => range === text) ?? "3h";

/** How the identity provider and its deliveries did, and what happened meanwhile. */
export async function chartView(actor: HumanActor, range: ChartRange): Promise<ChartView> {
  return { ...(await views[range](actor)), now: new Date().toISOString() };
}

async function readChart(actor: HumanActor, range: ChartRange): Promise<Omit<ChartView, "now">> {
  const idp = (await listApps(actor)).find(({ role, renderServiceId }) => role === "idp" && renderServiceId);
  const frame = frames[range];
  const series = (probe: ProbeName) => listSeries(actor, { probe, ...frame });
  const [host, answers, outbox, marks] = await Promise.all([
    idp ? series(`render/${idp.id}`) : [],
    series("idp_up"),
    series("outbox"),
    listMarks(actor, frame),
  ]);
  const byHost = host.some(({ values }) => values.p95Ms !== undefined);
  return {
    range,
    series: {
      latency: byHost ? pick(host, ({ values }) => values.p95Ms) : pick(answers, ({ latencyMs }) => latencyMs),
      errors: pick(host, ({ values }) => values.errorShare),
      died: pick(outbox, ({ values }) => values.diedLately),
    },
    latencyBy: byHost ? "host" : "probe",
    marks,
  };
}

const pick = (points: readonly SeriesPoint[], value: (point: SeriesPoint) => number | null | undefined): ChartSeries =>
  points.map((point) => ({
    at: point.at,
    value: value(point) ?? null,
    bad: point.worst === "down" || point.worst === "degraded",
  }));
