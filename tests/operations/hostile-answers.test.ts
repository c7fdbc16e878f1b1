import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { revokeSession } from "@/lib/connectors/clerk/managed-sessions";
import { performRoutine } from "@/lib/operations/perform/routine";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import { believed } from "@/lib/triage/rules/settle";
import { verdictOf } from "@/lib/triage/rules/verdict";
import { probeLanes, type Reading } from "@/lib/triage/shapes";
import { newRef } from "../support/acts";
import * as answers from "../support/answers";
import { everywhere, type HostileHost, type Manner, startHostileHost } from "../support/hostile-host";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { stopwatch } from "../support/stopwatch";
import { neighboursThatAreWell } from "../support/well-neighbours";

let own: OwnConsole;
let host: HostileHost;
let well: Manner;
const worker = systemActor();
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);

beforeAll(async () => {
  process.on("unhandledRejection", hear);
  host = await startHostileHost();
  well = await neighboursThatAreWell();
  Object.assign(process.env, everywhere(host.url));
  own = await enterOwnConsole();
  await performRoutine(worker, newRef(), { operation: "app.seed", input: {} });
  await look();
});
afterAll(async () => {
  process.off("unhandledRejection", hear);
  await host.close();
  await own.close();
});

type Seen = Record<string, Reading>;

/** One look by every probe there is, and a word on what it left behind. */
async function look(): Promise<Seen> {
  const readings = (await Promise.all(probeLanes.map((lane) => askProbes(worker, lane)))).flat();
  await host.left();
  return Object.fromEntries(readings.map((each) => [each.probe, each]));
}

/** Everything that is asked over HTTP, and what becomes of it when the answer is none. */
const asked: Record<string, "down" | "unknown"> = {
  console_clerk: "down",
  clerk_api: "down",
  clerk_frontend: "down",
  clerk_status_page: "unknown",
  idp_up: "down",
  idp_token: "down",
  idp_jwks: "down",
  "app/hostile": "down",
  // Who only tells of something else is not believed, and nothing is worse for it.
  user_sync: "unknown",
  "render/hostile": "unknown",
};

/** What is kept of an answer besides its HTTP status; null for nothing. */
function keptOf(value: Reading["value"] | undefined): object | null {
  const { httpStatus: _status, ...words } = value ?? {};
  return Object.keys(words).length > 0 ? words : null;
}

function expectAll(seen: Seen, detail: string, except: readonly string[] = []): void {
  const said = (probe: string) => [seen[probe]?.status, seen[probe]?.detail, keptOf(seen[probe]?.value)];
  for (const [probe, status] of Object.entries(asked).filter(([each]) => !except.includes(each)))
    expect([probe, ...said(probe)]).toEqual([
      probe,
      status,
      probe === "console_clerk" ? `environment_${detail}` : detail,
      null,
    ]);
  // What is no HTTP is as well as before.
  expect(seen.idp_database?.status).toBe("ok");
  expect(unheard).toEqual([]);
}

/** `/up` may say anything, as long as it says 200. */
const anyWords = ["idp_up"];

describe("E-01: a neighbour that takes its time", () => {
  it.each<[string, Manner, string]>([
    ["takes the call and says nothing", answers.silence, "timed_out"],
    ["hangs after its headers", answers.silenceAfterHeaders, "timed_out"],
    ["says a byte now and then", answers.drip, "timed_out"],
    ["breaks off midway", answers.resetMidway, "unreachable"],
  ])("E-01 one that %s is left within three seconds, and no connection stays", async (_how, manner, detail) => {
    host.behave(manner);
    const tookMs = stopwatch();
    const seen = await look();
    expect(tookMs()).toBeLessThan(3_000);
    // The verdict is there with the last of them: it is made of what they said, and of nothing else.
    const { category, severity, also } = verdictOf(Object.values(seen).map(believed), Date.now());
    expect([category, severity, also.map((each) => each.category)]).toEqual([
      "clerk_outage",
      "sev1",
      ["identity_provider_down", "middleware_failure"],
    ]);
    expectAll(seen, detail);
    expect(host.openConnections()).toBe(0);
  });
});

describe("E-03: a neighbour that is unwell", () => {
  it.each([500, 502, 503, 504])("E-03 %d is down as long as it lasts, and not a look longer", async (status) => {
    host.behave(answers.words('{"errors":[]}', { status }));
    expectAll(await look(), "unexpected_answer");
    host.behave(well);
    const seen = await look();
    for (const probe of Object.keys(asked)) expect([probe, seen[probe]?.status]).toEqual([probe, "ok"]);
  });
});

describe("E-04: an answer that is none", () => {
  it.each<[string, Manner]>([
    ["HTML with 200", answers.html],
    ["JSON that stops midway", answers.words('{"keys":[{"kid":"a","kty"')],
    ["another shape", answers.words('["hello","world"]')],
    ["null", answers.words("null")],
    ["a list in a list, ten thousand deep", answers.words(`${"[".repeat(10_000)}${"]".repeat(10_000)}`)],
    ["nothing at all", answers.words("")],
    [
      "fields that are null",
      answers.words('{"id":null,"keys":null,"status":null,"access_token":null,"auth_config":null,"clerk":"up"}'),
    ],
    [
      "the right shape as another type",
      answers.words(JSON.stringify({ id: "x" }), { headers: { "content-type": "text/plain" } }),
    ],
  ])("E-04 %s with 200 is not understood, and not believed", async (_what, manner) => {
    host.behave(manner);
    expectAll(await look(), "unexpected_answer", anyWords);
  });

  it("E-04 50 MB are left after the first, and their connections closed", async () => {
    host.behave(answers.flood(50));
    expectAll(await look(), "unexpected_answer");
    // What is read is 1 MiB; the rest of these lies in the buffers of two sockets.
    expect(host.mostBytes()).toBeLessThan(20 * 1024 * 1024);
    expect(host.openConnections()).toBe(0);
  });

  it("E-04 a gzip bomb is not unpacked, and neither is anything else", async () => {
    host.behave(answers.bomb);
    expectAll(await look(), "unexpected_answer");
    expect(host.openConnections()).toBe(0);
    host.behave(answers.packed(JSON.stringify({ id: "ins_1" })));
    expectAll(await look(), "unexpected_answer");
  });

  it("E-04 what is no HTTP is an answer that is not understood", async () => {
    host.behave(answers.gibberish);
    expectAll(await look(), "unexpected_answer");
  });

  it("E-04 the last of two keys counts, as for everybody who reads JSON", async () => {
    host.behave(answers.words('{"id":null,"id":"ins_1"}'));
    expect((await look()).clerk_api?.status).toBe("ok");
  });
});

describe("E-04: figures that can't be", () => {
  it.each([
    ["an app's errors", "app/hostile", "/api/clerk-health", '{"sessionErrors5m":1e400}'],
    ["an app's errors, fewer than none", "app/hostile", "/api/clerk-health", '{"sessionErrors5m":-1}'],
    ["when somebody signed up", "user_sync", "/v1/users", '[{"id":"user_1","created_at":1e300}]'],
    ["the name of a deploy", "render/hostile", "/deploys", `[{"deploy":{"id":"${"dep-".repeat(99)}"}}]`],
  ])("E-04 %s: is not understood, and costs nobody else a sample", async (_what, probe, path, body) => {
    host.behave((response, request) => (request.url?.includes(path) ? answers.words(body) : well)(response, request));
    const seen = await look();
    expect(seen[probe]).toMatchObject({ status: asked[probe], detail: "unexpected_answer" });
    expect(keptOf(seen[probe]?.value)).toBeNull();
    const others = Object.keys(asked).filter((each) => each !== probe);
    for (const other of others) expect([other, seen[other]?.status]).toEqual([other, "ok"]);
  });

  it.each(["1e308", "-5", "1e400", "null"])("E-04 a host that measures %s measures nothing", async (value) => {
    const series = `[{"unit":"s","values":[{"timestamp":"then","value":${value}},{"timestamp":"now","value":${value}}]}]`;
    host.behave((response, request) =>
      (request.url?.includes("/metrics/") ? answers.words(series) : well)(response, request),
    );
    const seen = (await look())["render/hostile"];
    expect([seen?.status, seen?.value?.p95Ms, seen?.value?.errorShare]).toEqual(["ok", null, null]);
  });
});

describe("an app that answers 200", () => {
  it.each([
    ["and says that it is not well", '{"ok":false}', "degraded", "says_not_ok"],
    ["and says so with its reason", '{"ok":false,"clerk":{"reachable":false}}', "down", "clerk_unreachable"],
    ["and does not say how it is", "{}", "ok", null],
    ["and says that it is well", '{"ok":true}', "ok", null],
  ])("%s: is taken at its word", async (_what, body, status, detail) => {
    host.behave((response, request) =>
      (request.url?.includes("/clerk-health") ? answers.words(body) : well)(response, request),
    );
    expect((await look())["app/hostile"]).toMatchObject({ status, detail });
  });
});

describe("E-04: Clerk's refusal", () => {
  const refusing = (code: unknown): Manner =>
    answers.words(JSON.stringify({ errors: [{ code, message: "canary" }] }), { status: 422 });

  it.each([
    ["session_not_active", "session_not_active"],
    ["x".repeat(2_000), null],
    ["\u202e<b>code</b>", null],
    [42, null],
  ])("E-04 %j is told as %j, so that whoever keeps it can", async (code, told) => {
    host.behave(refusing(code));
    const failure = { kind: "refused", status: 422, code: told };
    expect(await revokeSession("sess_1")).toEqual({ ok: false, failure });
  });
});

describe("E-06: a neighbour that sends us elsewhere", () => {
  const elsewhere = () => [
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "https://elsewhere.example/",
    "//elsewhere.example/",
    `${host.url}/followed`,
  ];
  it.each([301, 302, 303, 307, 308])("E-06 %d is not followed, wherever it leads", async (status) => {
    for (const location of elsewhere()) {
      host.behave(answers.redirect(status, location));
      const seen = await look();
      for (const probe of Object.keys(asked)) expect([probe, seen[probe]?.status]).toEqual([probe, asked[probe]]);
      expect(host.asked().filter((path) => path.startsWith("/followed"))).toEqual([]);
    }
    expect(unheard).toEqual([]);
  });
});
