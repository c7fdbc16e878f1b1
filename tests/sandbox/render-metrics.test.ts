import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OWNER_ID } from "../../sandbox/render/seed/hosted-services";
import { serviceId, startTestHost, type TestHost } from "./render-harness";

type Series = { labels: { field: string; value: string }[]; values: { value: number | null }[]; unit: string };
type Logs = {
  hasMore: boolean;
  nextStartTime: string;
  nextEndTime: string;
  logs: { id: string; message: string; timestamp: string; labels: { name: string; value: string }[] }[];
};

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(() => host.close());

const IDP = serviceId("identity-provider");
const metric = async (name: string, query = "") =>
  (await host.ask<Series[]>(`/metrics/${name}?resource=${IDP}${query}`)).json;
const bad = (flaw: { status?: number; latencyMs?: number }) =>
  host.render.platform.afflict("identity-provider", flaw, 600);

/** 5xx of the last five minutes among all. */
async function failedShare(): Promise<number> {
  const series = await metric("http-requests", "&aggregateBy=statusCode");
  const sum = (of: Series[]) =>
    of.flatMap(({ values }) => values.slice(-5)).reduce((all, { value }) => all + (value ?? 0), 0);
  return sum(series.filter(({ labels }) => labels.some(({ value }) => value === "500"))) / sum(series);
}

describe("metrics", () => {
  test("of requests count each status; 5xx are rare, and nearly all when the service is broken", async () => {
    expect(await failedShare()).toBeLessThan(0.01);
    const mend = bad({ status: 500 });
    expect(await failedShare()).toBeGreaterThan(0.9);
    mend();
    expect(await failedShare()).toBeLessThan(0.01);
  });

  test("of latency follow what the service does, for each quantile", async () => {
    const [p95] = await metric("http-latency", "&quantile=0.95");
    expect(p95?.unit).toBe("ms");
    for (const { value } of p95?.values ?? []) expect(value).toBeLessThan(500);
    bad({ latencyMs: 2_400 });
    const both = await metric("http-latency", "&quantile=0.5&quantile=0.99");
    expect(both.map(({ labels }) => labels.find(({ field }) => field === "quantile")?.value)).toEqual(["0.5", "0.99"]);
    expect(both[0]?.values.at(-1)?.value).toBeGreaterThan(2_400);
    expect(both[0]?.values[0]?.value).toBeLessThan(500);
  });

  test("of cpu and memory are told for every instance, each in its unit", async () => {
    const [cpu, memory, count] = await Promise.all(["cpu", "memory", "instance-count"].map((name) => metric(name)));
    expect([cpu?.length, memory?.length, count?.length]).toEqual([3, 3, 1]);
    expect([cpu?.[0]?.unit, memory?.[0]?.unit]).toEqual(["cpu", "bytes"]);
  });

  test("keep to the asked hour and step, and are not there for a service without requests", async () => {
    expect((await metric("cpu"))[0]?.values.length).toBeGreaterThanOrEqual(60);
    const window = "&startTime=2026-01-01T00:00:00Z&endTime=2026-01-01T00:10:00Z&resolutionSeconds=30";
    expect((await metric("cpu", window))[0]?.values).toHaveLength(21);
    const jobs = host.render.platform.find("identity-provider-jobs")?.id;
    expect((await host.ask(`/metrics/http-latency?resource=${jobs}`)).json).toEqual([]);
  });

  test("may come in other units, and without the newest value", async () => {
    const put = host.render.controlRoutes.find(({ path }) => path === "/render/metrics");
    const body = Buffer.from(JSON.stringify({ latencyUnit: "s", newestIsNull: true }));
    await put?.answer({ body, json: () => JSON.parse(body.toString()) } as never);
    const [p95] = await metric("http-latency");
    expect(p95?.unit).toBe("s");
    expect(p95?.values[0]?.value).toBeLessThan(0.5);
    expect(p95?.values.at(-1)?.value).toBeNull();
    await host.render.reset();
    expect((await metric("http-latency"))[0]?.unit).toBe("ms");
  });

  test.each(["", `?resource=${IDP}&resolutionSeconds=5`, `?resource=${IDP}&startTime=yesterday`])(
    "refuse a bad question: %s",
    async (query) => {
      expect((await host.ask(`/metrics/cpu${query}`)).status).toBe(400);
    },
  );
});

describe("logs", () => {
  const logs = async (query = "") => (await host.ask<Logs>(`/logs?ownerId=${OWNER_ID}&resource=${IDP}${query}`)).json;

  test("need an owner and a resource, and give twenty lines, newest first", async () => {
    expect((await host.ask(`/logs?resource=${IDP}`)).status).toBe(400);
    expect((await host.ask(`/logs?ownerId=${OWNER_ID}`)).status).toBe(400);
    expect((await host.ask(`/logs?ownerId=${OWNER_ID}&resource=${IDP}&limit=101`)).status).toBe(400);
    const { logs: lines, hasMore } = await logs();
    expect([lines.length, hasMore]).toEqual([20, true]);
    const times = lines.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test.each(["forward", "backward"])(
    "are walked %s by the times that each page names, every line once",
    async (direction) => {
      const end = Date.now();
      const seen: string[] = [];
      let times = `&startTime=${new Date(end - 120_000).toISOString()}&endTime=${new Date(end).toISOString()}`;
      for (;;) {
        const page = await logs(`&limit=25&direction=${direction}${times}`);
        seen.push(...page.logs.map(({ id }) => id));
        if (!page.hasMore) break;
        times = `&startTime=${page.nextStartTime}&endTime=${page.nextEndTime}`;
      }
      expect(seen.length).toBeGreaterThanOrEqual(58);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  test("can be searched by level, status and text, and tell what broke", async () => {
    expect((await logs("&level=error")).logs).toEqual([]);
    bad({ status: 500 });
    const errors = (await logs("&level=error&type=app")).logs;
    expect(errors[0]?.message).toContain("NoMethodError");
    expect((await logs("&statusCode=500&text=*/oauth/token*")).logs[0]?.message).toContain("/oauth/token 500");
  });
});
