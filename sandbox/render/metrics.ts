import { instanceId } from "./events";
import { type Service, weatherAt } from "./hosted-service";
import { chanceOf } from "./ids";
import { instancesAt } from "./instances";

export type Series = {
  labels: { field: string; value: string }[];
  values: { timestamp: string; value: number | null; unit: string }[];
  unit: string;
};

/** How metrics are told, beside what they say. */
export type Telling = {
  /** Of latencies. */
  latencyUnit: "ms" | "s";
  /** The newest value is not there yet. */
  newestIsNull: boolean;
};

export const PLAINLY: Telling = { latencyUnit: "ms", newestIsNull: false };

/** Which moments are asked for, in milliseconds. */
export type Moments = { times: number[]; stepSeconds: number };
export type Question = { moments: Moments; quantile: number; byStatus: boolean; telling: Telling };

type Metric = (service: Service, question: Question) => Series[];

const GIGABYTE = 1024 ** 3;
const QUANTILES_MS: Record<string, number> = { "0.5": 55, "0.9": 110, "0.95": 150, "0.99": 330 };

/** What can be asked, by the last part of its path. Whoever serves no requests has no series for them. */
export const METRICS: Record<string, Metric> = {
  "http-requests": (service, question) => (service.traffic > 0 ? requests(service, question) : []),
  "http-latency": (service, question) => (service.traffic > 0 ? [latency(service, question)] : []),
  cpu: (service, question) =>
    perInstance(service, question, { unit: "cpu", value: (at, place) => cpuAt(service, at, place) }),
  "cpu-limit": (service, question) => perInstance(service, question, { unit: "cpu", value: () => 1 }),
  memory: (service, question) =>
    perInstance(service, question, {
      unit: "bytes",
      value: (at, place) => Math.round((0.7 + 0.2 * noise(service, at, `mem${place}`)) * GIGABYTE),
    }),
  "memory-limit": (service, question) => perInstance(service, question, { unit: "bytes", value: () => 2 * GIGABYTE }),
  "instance-count": (service, question) => [
    series(question, {
      labels: [resource(service)],
      unit: "instances",
      value: (at) => (isUp(service, at) ? service.numInstances : 0),
    }),
  ],
};

function requests(service: Service, question: Question): Series[] {
  const { stepSeconds } = question.moments;
  const count = (at: number, kind: "ok" | "refused" | "failed"): number => {
    const { flaw, closed } = weatherAt(service, at);
    const all = Math.round((requestsAMinute(service, at) * stepSeconds) / 60);
    const failing = closed || (flaw.status ?? 0) >= 500;
    // One in some thousands fails on the best of days.
    const failed = failing ? Math.round(all * 0.96) : noise(service, at, "stray") < 0.08 ? 1 : 0;
    const refused = failing ? 0 : Math.round(all * 0.03);
    return { ok: all - failed - refused, refused, failed }[kind];
  };
  if (!question.byStatus) {
    const value = (at: number) => count(at, "ok") + count(at, "refused") + count(at, "failed");
    return [series(question, { labels: [resource(service)], unit: "unitless", value })];
  }
  const kinds = [
    ["200", "ok"],
    ["401", "refused"],
    ["500", "failed"],
  ] as const;
  return kinds.map(([status, kind]) =>
    series(question, {
      labels: [resource(service), { field: "statusCode", value: status }],
      unit: "unitless",
      value: (at) => count(at, kind),
    }),
  );
}

function latency(service: Service, question: Question): Series {
  const { quantile, telling } = question;
  const usual = QUANTILES_MS[String(quantile)] ?? 150 * (quantile / 0.95) ** 4;
  const value = (at: number): number => {
    const ms = usual * (0.85 + 0.3 * noise(service, at, "latency")) + (weatherAt(service, at).flaw.latencyMs ?? 0);
    return telling.latencyUnit === "s" ? ms / 1000 : ms;
  };
  const labels = [resource(service), { field: "quantile", value: String(quantile) }];
  return series(question, { labels, unit: telling.latencyUnit, value });
}

function perInstance(
  service: Service,
  question: Question,
  { unit, value }: { unit: string; value: (at: number, place: number) => number },
): Series[] {
  const now = question.moments.times.at(-1) ?? 0;
  const instances = instancesAt(service, now);
  return Array.from({ length: service.numInstances }, (_, place) =>
    series(question, {
      labels: [resource(service), { field: "instance", value: instances[place]?.id ?? instanceId(service, place) }],
      unit,
      value: (at) => (isUp(service, at) ? value(at, place) : 0),
    }),
  );
}

function series(
  { moments, telling }: Question,
  { labels, unit, value }: { labels: Series["labels"]; unit: string; value: (at: number) => number },
): Series {
  const newest = moments.times.at(-1);
  const values = moments.times.map((at) => ({
    timestamp: new Date(at).toISOString(),
    value: telling.newestIsNull && at === newest ? null : value(at),
    unit,
  }));
  return { labels, values, unit };
}

function cpuAt(service: Service, at: number, place: number): number {
  const slow = weatherAt(service, at).flaw.latencyMs ? 0.45 : 0;
  return 0.12 + slow + 0.2 * noise(service, at, `cpu${place}`);
}

/** Busy by day and quiet by night, in Seoul. */
function requestsAMinute(service: Service, at: number): number {
  const hour = (at / 3_600_000 + 9) % 24;
  const day = 0.55 - 0.45 * Math.cos(((hour - 2) / 24) * 2 * Math.PI);
  return service.traffic * day * (0.92 + 0.16 * noise(service, at, "traffic"));
}

const noise = (service: Service, at: number, what: string): number =>
  chanceOf(`${service.id} ${what} ${Math.floor(at / 30_000)}`);
const isUp = (service: Service, at: number): boolean => !weatherAt(service, at).suspended;
const resource = ({ id }: Service) => ({ field: "resource", value: id });
