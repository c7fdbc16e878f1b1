import { beforeAll, describe, expect, test } from "vitest";
import { actionAsk } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { healthyAgain, listDead } from "../support/dead-letters";
import { ask, asPage, asPoll, asRouter } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";
import { world } from "../support/world";

const { origin: home, host } = new URL(world().consoleUrl);
const own = { origin: home, "sec-fetch-site": "same-origin" };

let cookies = "";
let deadId = "";
beforeAll(async () => {
  await calm();
  cookies = await cookiesFor(playedBy.responder);
  deadId = (await listDead(healthyAgain.id, 1))[0]?.id ?? "";
});

describe("another Host", () => {
  const elsewhere = [
    "evil.example",
    "127.0.0.1",
    `127.0.0.1:${new URL(home).port}`,
    "localhost",
    `${host}.evil.example`,
  ];

  test.for(elsewhere)("%s: a page is sent to our own address, anything else is refused", async (name) => {
    const headers = { ...asPage, host: name };
    const page = await ask({ path: "/deliveries?app=12", headers, cookies });
    expect([page.status, page.headers.location]).toEqual([307, `${home}/deliveries?app=12`]);
    for (const asked of [
      { path: "/api/live/shell", headers: { ...asPoll, host: name } },
      { path: "/deliveries?_rsc", headers: { ...asRouter, host: name } },
      { ...actionAsk("[]", cookies), headers: { ...actionAsk("[]", cookies).headers, host: name } },
      { path: "/__clerk/v1/client", headers: { ...asPoll, host: name } },
    ]) {
      expect((await ask({ ...asked, cookies })).status).toBe(421);
    }
  });

  test("health and metrics answer under any name", async () => {
    const { METRICS_TOKEN } = world().env.product;
    const asked = { host: "10.0.0.7:8080", authorization: `Bearer ${METRICS_TOKEN}` };
    for (const place of ["/api/health/live", "/api/health/ready", "/metrics"]) {
      expect((await ask({ path: place, headers: asked })).status).toBe(200);
    }
  });
});

const tricks = (): string[] => [
  "//deliveries",
  "/%64eliveries",
  "/deliveries%2f",
  "/deliveries/",
  "/deliveries;x",
  "/deliveries/.",
  "/deliveries/%2e%2e/record",
  "/DELIVERIES",
  `/deliveries/${deadId}%00`,
  `/deliveries/${deadId}.json`,
  `/_next/data/x/deliveries/${deadId}.json`,
  `/_next/static/../../deliveries/${deadId}`,
  `/deliveries/${deadId}?nxtPid=${deadId}`,
  `/favicon.svg/../deliveries/${deadId}`,
  "/\\deliveries",
  `/sign-in/../deliveries/${deadId}`,
];

describe("a path that tries to look like another", () => {
  test("shows nothing to somebody without a session", async () => {
    for (const trick of tricks()) {
      for (const headers of [asPage, asRouter, asPoll]) {
        const answer = await ask({ path: trick, headers });
        expect([trick, answer.status < 500, answer.text.includes(deadId) && answer.status === 200]).toEqual([
          trick,
          true,
          false,
        ]);
        expect(answer.text.includes("Baram Pay")).toBe(false);
      }
    }
  });

  test("leads nowhere else", async () => {
    for (const trick of [
      "//evil.example",
      "///evil.example/",
      "/\\evil.example",
      "/%2f%2fevil.example",
      "//evil.example/%2e%2e",
    ]) {
      const { location = "" } = (await ask({ path: trick, headers: asPage, cookies })).headers;
      expect(new URL(location, home).origin).toBe(home);
    }
  });

  test("signing in comes back to our own pages only", async () => {
    for (const next of [
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
      "/%09/evil.example",
    ]) {
      const answer = await ask({ path: `/sign-in?next=${encodeURIComponent(next)}`, headers: asPage, cookies });
      expect(new URL(answer.headers.location ?? "/", home).origin).toBe(home);
    }
  });

  test("the page that was asked for is where signing in comes back to", async () => {
    const answer = await ask({ path: `/deliveries/${deadId}?x=1`, headers: asPage });
    expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent(`/deliveries/${deadId}?x=1`)}`);
  });
});

describe("bodies and methods", () => {
  test("a body over 1 MiB is refused, whether it says so or not", async () => {
    const { body: _none, ...action } = actionAsk("", cookies);
    const large = JSON.stringify([
      { operation: "delivery.annotate", input: { id: deadId, text: "x".repeat(1_100_000) } },
    ]);
    const since = await recordLength();
    expect((await ask({ ...action, body: large })).status).toBe(413);
    const chunked = await ask({
      ...action,
      headers: { ...action.headers, "transfer-encoding": "chunked" },
      body: large,
    });
    // Next itself counts a body of unknown length, and calls it a failure.
    expect([413, 500]).toContain(chunked.status);
    expect(await recordedSince(since)).toEqual([]);
  });

  test.for(["PROPFIND", "QUERY", "LINK"])("%s is no method of ours", async (method) => {
    const answer = await ask({ method, path: "/deliveries", cookies, headers: own });
    expect([answer.status, answer.text.includes("Baram Pay")]).toEqual([405, false]);
  });
});

/** How somebody from another machine is answered. */
const scraped = async (headers: Record<string, string>) =>
  (await ask({ path: "/metrics", headers: { "x-forwarded-for": "203.0.113.9", ...headers } })).status;

describe("health and metrics", () => {
  test("live says nothing of the neighbours, ready names each check", async () => {
    expect((await ask({ path: "/api/health/live" })).json()).toEqual({ status: "ok" });
    expect((await ask({ path: "/api/health/ready" })).json()).toEqual({
      status: "ok",
      checks: { consoleDatabase: true, identityDatabase: true, worker: true },
    });
  });

  test("metrics are for the holder of the token, and for nobody who only says so", async () => {
    const { METRICS_TOKEN } = world().env.product;
    expect(await scraped({})).toBe(403);
    expect(await scraped({ authorization: "Bearer x" })).toBe(403);
    expect(await scraped({ authorization: `Bearer ${METRICS_TOKEN}x` })).toBe(403);
    expect(await scraped({ authorization: `Basic ${METRICS_TOKEN}` })).toBe(403);
    expect(await scraped({ cookie: cookies })).toBe(403);
    expect(await scraped({ host: "console.example", "x-forwarded-for": "127.0.0.1" })).toBe(403);
    expect(await scraped({ "x-forwarded-for": "203.0.113.9, 127.0.0.1" })).toBe(403);
    expect((await ask({ path: "/metrics" })).status).toBe(200);
    const answer = await ask({ path: "/metrics", headers: { host: "x", authorization: `Bearer ${METRICS_TOKEN}` } });
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, expect.stringContaining("text/plain")]);
    expect(answer.text).toMatch(/^# HELP/m);
    expect(answer.text).toMatch(/^sallyport_notices_unsent\{channel="slack",state="dead"\} \d+$/m);
  });

  test("metrics tell of the worker's own work, of what waits for it, of dead deliveries and of the verdict", async () => {
    const told = async () => (await ask({ path: "/metrics" })).text;
    await expect
      .poll(told)
      .toMatch(/^sallyport_worker_operations_total\{operation="probe.sample",result="ok"\} [1-9]/m);
    const text = await told();
    for (const queue of ["delivery.follow", "deploy.follow", "task.follow"]) {
      expect(text).toMatch(new RegExp(`^sallyport_jobs\\{queue="${queue}",state="waiting"\\} \\d+$`, "m"));
      expect(text).toMatch(new RegExp(`^sallyport_jobs_oldest_waiting_seconds\\{queue="${queue}"\\} \\d`, "m"));
    }
    expect(Number(/^sallyport_deliveries_dead (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(1_000);
    expect(text.match(/^sallyport_triage_verdict\{category="\w+",severity="\w+"\} 1$/gm)).toHaveLength(1);
    expect(Number(/^sallyport_triage_age_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(0);
  });
});
