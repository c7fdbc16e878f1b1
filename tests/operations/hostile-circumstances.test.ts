import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { listMembers } from "@/lib/connectors/clerk/memberships";
import { postNotice } from "@/lib/connectors/outgoing";
import { request } from "@/lib/connectors/request";
import { seconds } from "@/lib/core/duration";
import { performRoutine } from "@/lib/operations/perform/routine";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import type { ProbeLane, Reading } from "@/lib/triage/shapes";
import { newRef } from "../support/acts";
import * as answers from "../support/answers";
import { everywhere, type HostileHost, type Manner, startHostileHost } from "../support/hostile-host";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { heldTurn } from "../support/samples";
import { neighboursThatAreWell } from "../support/well-neighbours";

let own: OwnConsole;
let host: HostileHost;
let well: Manner;
const worker = systemActor();

beforeAll(async () => {
  host = await startHostileHost();
  well = await neighboursThatAreWell();
  Object.assign(process.env, everywhere(host.url));
  own = await enterOwnConsole();
  await performRoutine(worker, newRef(), { operation: "app.seed", input: {} });
  host.behave(well);
  await look("neighbours");
});
afterEach(() => host.behave(well));
afterAll(async () => {
  await host.close();
  await own.close();
});

async function look(lane: ProbeLane): Promise<Record<string, Reading>> {
  return Object.fromEntries((await askProbes(worker, lane)).map((each) => [each.probe, each]));
}
const said = (seen: Record<string, Reading>, probe: string) => [seen[probe]?.status, seen[probe]?.detail];
const only =
  (path: string, manner: Manner): Manner =>
  (response, asked) =>
    (asked.url?.includes(path) ? manner : well)(response, asked);

describe("E-02: too many requests", () => {
  const pauses: [string, string | undefined, number | null][] = [
    ["a second", "1", 1],
    ["an hour: no more than a minute is believed", "3600", 60],
    ["more than a number holds", "9".repeat(400), null],
    ["a moment ago", "Sun, 06 Nov 1994 08:49:37 GMT", null],
    ["garbage", "soon, perhaps", null],
    ["a fraction", "1.5", null],
    ["nothing", undefined, null],
  ];
  it.each(pauses)("E-02 429 that asks for %s", async (_what, header, retryAfterSeconds) => {
    host.behave(answers.words("{}", { status: 429, headers: header === undefined ? {} : { "retry-after": header } }));
    expect(await request({ url: new URL(host.url) })).toEqual({
      ok: false,
      failure: { kind: "rate_limited", retryAfterSeconds },
    });
  });

  it("E-02 429 that names the moment is believed to the second", async () => {
    const until = new Date(Date.now() + seconds(30)).toUTCString();
    host.behave(answers.words("{}", { status: 429, headers: { "retry-after": until } }));
    const answer = await request({ url: new URL(host.url) });
    const wanted = !answer.ok && answer.failure.kind === "rate_limited" ? answer.failure.retryAfterSeconds : null;
    expect(wanted).toBeGreaterThan(20);
    expect(wanted).toBeLessThanOrEqual(30);
  });

  it("E-02 a notice, which is sent again, keeps a pause of up to an hour", async () => {
    const post = { url: new URL(host.url), body: "{}", accepts: () => true, isFinal: () => false };
    for (const [asked, kept] of [
      ["600", 600],
      ["86400", 3_600],
    ] as const) {
      host.behave(answers.words("{}", { status: 429, headers: { "retry-after": asked } }));
      expect(await postNotice(post)).toEqual({
        ok: false,
        failure: { kind: "rate_limited", retryAfterSeconds: kept },
      });
    }
  });

  it("E-02 is an outage at Clerk, where customers get it too, and nothing known at the host, where it is our own budget", async () => {
    host.behave(answers.words('{"errors":[]}', { status: 429, headers: { "retry-after": "1" } }));
    const [clerk, render] = await Promise.all([look("neighbours"), look("render")]);
    expect(said(clerk, "clerk_api")).toEqual(["down", "rate_limited"]);
    expect(said(clerk, "clerk_frontend")).toEqual(["down", "rate_limited"]);
    expect(said(clerk, "clerk_status_page")).toEqual(["unknown", "rate_limited"]);
    expect(said(render, "render/hostile")).toEqual(["unknown", "rate_limited"]);
  });

  it("E-02 a read is not repeated by itself: the next look comes soon enough", async () => {
    host.behave(answers.words("{}", { status: 429 }));
    await look("neighbours");
    const paths = host.asked();
    expect(paths.toSorted()).toEqual([...new Set(paths)].toSorted());
  });
});

describe("a change, where the connection of a read was kept", () => {
  it.each([
    ["a change", { changes: true as const }, "unknown_outcome"],
    ["a POST that changes nothing", {}, "unreachable"],
  ])("%s goes out once, and by a connection of its own", async (_what, more, kind) => {
    host.behave((response, asked) => {
      if (asked.method === "GET") answers.words("{}")(response, asked);
      else asked.socket.destroy();
    });
    // The second read has its answer when the connection of the first one is surely free again.
    for (const path of ["/read", "/read"])
      expect(await request({ url: new URL(path, host.url) })).toMatchObject({ ok: true });
    const answer = await request({ url: new URL("/write", host.url), method: "POST", body: "{}", ...more });
    expect(answer).toEqual({ ok: false, failure: { kind } });
    expect(host.asked()).toEqual(["/read", "/read", "/write"]);
  });
});

describe("E-11: lists that change while they are read", () => {
  const member = (place: number) => ({ role: "org:responder", public_user_data: { user_id: `user_${place}` } });
  const pages =
    (total: (offset: number) => number, size = 501): Manner =>
    (response, asked) => {
      const query = new URL(asked.url ?? "", host.url).searchParams;
      const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
      const data = Array.from({ length: Math.max(0, Math.min(limit, size - offset)) }, (_, at) => member(offset + at));
      answers.words(JSON.stringify({ data, total_count: total(offset) }))(response, asked);
    };

  const pagesUntil =
    (last: number): Manner =>
    (response, asked) => {
      const refused = answers.words('{"errors":[{"code":"cursor_invalid"}]}', { status: 422 });
      (asked.url?.includes(`offset=${last}`) ? refused : pages(() => 501))(response, asked);
    };

  it("E-11 501 people come in six pages, each of them once", async () => {
    host.behave(pages(() => 501));
    const answer = await listMembers();
    expect(answer.ok && [answer.value.length, new Set(answer.value.map((each) => each.clerkUserId)).size]).toEqual([
      501, 501,
    ]);
    expect(host.asked()).toHaveLength(6);
  });

  it.each<[string, Manner]>([
    ["somebody came meanwhile", pages((offset) => (offset > 300 ? 502 : 501))],
    ["the pages never end", pages(() => 1_000_000, 1_000_000)],
    ["they say fewer than they show", pages(() => 3)],
    ["the second page is none", pagesUntil(100)],
  ])("E-11 when %s, nobody is known rather than some", async (_what, manner) => {
    host.behave(manner);
    expect((await listMembers()).ok).toBe(false);
    expect(host.asked().length).toBeLessThan(30);
  });
});

describe("E-12, E-13: what is Clerk's and what is ours", () => {
  it("E-12 Clerk in maintenance is down, for us as for everybody", async () => {
    host.behave(answers.words('{"errors":[{"code":"maintenance_mode"}]}', { status: 503 }));
    const seen = await look("neighbours");
    expect(said(seen, "clerk_api")).toEqual(["down", "unexpected_answer"]);
    expect(said(seen, "clerk_frontend")).toEqual(["down", "unexpected_answer"]);
  });

  it.each([401, 403])("E-13 %d is our credential, and nobody's outage", async (status) => {
    host.behave(answers.words('{"errors":[{"code":"authentication_invalid"}]}', { status }));
    const [seen, hosted] = await Promise.all([look("neighbours"), look("render")]);
    for (const probe of ["clerk_api", "idp_token"])
      expect(said(seen, probe)).toEqual(["degraded", "credential_refused"]);
    expect(said(hosted, "render/hostile")).toEqual(["degraded", "credential_refused"]);
    const clerk = (await look("console_clerk")).console_clerk;
    expect([clerk?.status, clerk?.detail]).toEqual(["degraded", "environment_refused"]);
  });
});

describe("E-14: one that is slow", () => {
  it("E-14 fails alone, and the others are told as they are", async () => {
    host.behave(only("/jwks.json", answers.silence));
    const seen = await look("neighbours");
    expect(said(seen, "idp_jwks")).toEqual(["down", "timed_out"]);
    const others = ["clerk_api", "clerk_frontend", "clerk_status_page", "idp_up", "idp_token", "app/hostile"];
    for (const probe of others) {
      expect([probe, ...said(seen, probe)]).toEqual([probe, "ok", null]);
      expect(seen[probe]?.latencyMs).toBeLessThan(2_000);
    }
  });
});

describe("E-15: secrets in what they answer", () => {
  const canary = "sk_live_CANARY4b1d";
  const everywhereInIt = {
    id: canary,
    status: { indicator: canary, description: canary },
    page: { updated_at: canary },
    incidents: [{ status: canary, name: canary, created_at: canary }],
    errors: [{ code: canary, message: canary, long_message: canary }],
    commit: canary,
    clerk: { reachable: false, secretKeyFingerprint: canary },
    keys: [{ kid: canary, kty: canary }],
    access_token: canary,
    token_type: canary,
    auth_config: { canary },
    display_config: { canary },
    suspenders: [canary],
  };
  it.each([200, 302, 401, 500])("E-15 under %d are in no reading and in no row", async (status) => {
    const query = async <Row>(sql: string, values: unknown[] = []) =>
      (await own.owner.query(sql, values)).rows as Row[];
    const deploys = JSON.stringify([{ deploy: { ...everywhereInIt, status: canary, commit: { id: canary } } }]);
    const headers = { "x-secret": canary, location: `https://elsewhere.example/${canary}` };
    host.behave((response, asked) =>
      answers.words(asked.url?.includes("/deploys") ? deploys : JSON.stringify(everywhereInIt), { status, headers })(
        response,
        asked,
      ),
    );
    for (const lane of ["neighbours", "render", "console_clerk"] as const) {
      const readings = await askProbes(worker, lane);
      expect(JSON.stringify(readings)).not.toContain("CANARY");
      const input = { lane, turn: await heldTurn(query, lane), readings };
      await performRoutine(worker, newRef(), { operation: "probe.sample", input });
    }
    const rows = await query<{ row: string }>(
      "SELECT s::text AS row FROM probe_samples s UNION ALL SELECT r::text FROM record r",
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ row }) => row.includes("CANARY"))).toEqual([]);
  });
});
