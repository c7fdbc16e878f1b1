import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { listNewestUsers } from "@/lib/connectors/clerk/managed";
import { performRoutine } from "@/lib/operations/perform/routine";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import type { Reading } from "@/lib/triage/shapes";
import { codeOf, newRef } from "../support/acts";
import { control, type Fault } from "../support/control";
import { openPool } from "../support/databases";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { heldTurn } from "../support/samples";
import { stopwatch } from "../support/stopwatch";
import { world } from "../support/world";

let own: OwnConsole;
const worker = systemActor();
const idp = openPool(world().idpOwnerUrl);
const query = async <Row>(sql: string, values: unknown[] = []) => (await own.owner.query(sql, values)).rows as Row[];

beforeAll(async () => {
  own = await enterOwnConsole();
  await performRoutine(worker, newRef(), { operation: "app.seed", input: {} });
  // The first look of a process opens pools and reads code: its times are not the neighbours'.
  await look();
});
afterEach(() => control.clearFaults());
afterAll(async () => {
  await idp.end();
  await own.close();
});

async function look(): Promise<Record<string, Reading>> {
  return Object.fromEntries((await askProbes(worker, "neighbours")).map((each) => [each.probe, each]));
}
const said = (seen: Record<string, Reading>, probe: string) => [seen[probe]?.status, seen[probe]?.detail];

describe("a look at the neighbours", () => {
  it("finds everything well in a world that is", async () => {
    const seen = await look();
    // What a test before this one sent may still be failing: deliveries are judged by two minutes.
    const unwell = Object.values(seen).filter(({ probe, status }) => status !== "ok" && probe !== "relying_parties");
    expect(unwell).toEqual([]);
    expect(Object.keys(seen).toSorted()).toEqual([
      "app/accounts",
      "app/storefront",
      "app/support-desk",
      "clerk_api",
      "clerk_frontend",
      "clerk_status_page",
      "clock",
      "console_database",
      "identity_links",
      "idp_database",
      "idp_jwks",
      "idp_token",
      "idp_up",
      "outbox",
      "relying_parties",
      "user_sync",
    ]);
  });

  const troubles: [string, string, Fault, string, unknown[]][] = [
    ["Clerk's API is a dead host", "clerk-managed/backend", { outage: true }, "clerk_api", ["down", "unreachable"]],
    ["Clerk's API serves nobody", "clerk-managed/backend", { rateLimit: true }, "clerk_api", ["down", "rate_limited"]],
    [
      "Clerk's API does not know our key",
      "clerk-managed/backend",
      { status: 401 },
      "clerk_api",
      ["degraded", "credential_refused"],
    ],
    [
      "Clerk's browsers get 503",
      "clerk-managed/frontend",
      { status: 503 },
      "clerk_frontend",
      ["down", "unexpected_answer"],
    ],
    ["the page about Clerk is gone", "clerk-status", { outage: true }, "clerk_status_page", ["unknown", "unreachable"]],
    ["the IdP does not boot", "identity-provider/up", { status: 500 }, "idp_up", ["down", "unexpected_answer"]],
    ["the IdP is slow", "identity-provider/up", { latencyMs: 2_100 }, "idp_up", ["degraded", "slow"]],
    ["no token is issued", "identity-provider/token", { status: 503 }, "idp_token", ["down", "unexpected_answer"]],
    [
      "our client is unknown",
      "identity-provider/token",
      { status: 401 },
      "idp_token",
      ["degraded", "credential_refused"],
    ],
    ["the key set is gone", "identity-provider/jwks", { status: 500 }, "idp_jwks", ["down", "unexpected_answer"]],
    ["an app is gone", "target-apps/storefront", { status: 502 }, "app/storefront", ["down", "unexpected_answer"]],
  ];
  it.each(troubles)("sees that %s, and nothing else of its neighbour", async (_what, name, fault, probe, expected) => {
    await control.setFault(name, fault);
    expect(said(await look(), probe)).toEqual(expected);
  });

  it("does not believe a key set without the key that signs", async () => {
    await idp.query(
      `INSERT INTO signing_keys (kid, algorithm, public_jwk, state, published_at, activated_at, retired_at)
       VALUES ('tok-unserved', 'EdDSA', '{}', 'active', now(), now(), now())`,
    );
    try {
      const seen = await look();
      expect(said(seen, "idp_jwks")).toEqual(["down", "active_kid_missing"]);
      expect(seen.idp_jwks?.value).toMatchObject({ missing: ["tok-unserved"] });
    } finally {
      await idp.query("DELETE FROM signing_keys WHERE kid = 'tok-unserved'");
    }
  });

  it("sees that the IdP lacks somebody whom Clerk has known for days", async () => {
    const newest = await listNewestUsers(1, 2_000);
    const clerkId = newest.ok ? newest.value[0]?.clerkId : undefined;
    const { rows } = await idp.query<{ id: string }>("SELECT id::text FROM users WHERE clerk_id = $1", [clerkId]);
    const id = rows[0]?.id;
    await idp.query("UPDATE users SET clerk_id = NULL WHERE id = $1", [id]);
    try {
      const seen = await look();
      expect(said(seen, "user_sync")).toEqual(["degraded", "users_missing"]);
      expect(seen.user_sync?.value).toMatchObject({ missing: 1 });
    } finally {
      await idp.query("UPDATE users SET clerk_id = $2 WHERE id = $1", [id, clerkId]);
    }
  });
});

describe("a look at the host", () => {
  const host = async () => Object.fromEntries((await askProbes(worker, "render")).map((each) => [each.probe, each]));

  it("finds what serves there since when, and how quickly it answers", async () => {
    const seen = await host();
    expect(Object.keys(seen).toSorted()).toEqual([
      "render/accounts",
      "render/identity-provider",
      "render/storefront",
      "render/support-desk",
    ]);
    expect(seen["render/identity-provider"]).toMatchObject({
      status: "ok",
      value: { role: "idp", deploy: expect.stringMatching(/^dep-/), lastGreen: expect.stringMatching(/^dep-/) },
    });
  });

  it.each([
    ["is down", { outage: true }, ["unknown", "unreachable"]],
    ["is silent", { hang: true }, ["unknown", "timed_out"]],
    ["has no more reads for us", { rateLimit: true }, ["unknown", "rate_limited"]],
    ["answers a page", { malformed: "html" }, ["unknown", "unexpected_answer"]],
    ["does not know our key", { status: 401 }, ["degraded", "credential_refused"]],
  ] as const)("knows nothing when its API %s", async (_how, fault, expected) => {
    await control.setFault("render", fault);
    expect(said(await host(), "render/accounts")).toEqual(expected);
  });
});

describe("E-04, E-06: a neighbour that answers something else", () => {
  const nonsense = ["cut", "html", "huge", "gzip-bomb", "redirect", "content-type"] as const;
  const asked: [string, string][] = [
    ["clerk-managed/backend", "clerk_api"],
    ["identity-provider/jwks", "idp_jwks"],
    ["target-apps/accounts", "app/accounts"],
  ];
  it.each(nonsense)("%s: is not believed, and not followed", async (kind) => {
    const since = new Date();
    for (const [name] of asked) await control.setFault(name, { malformed: kind });
    const seen = await look();
    for (const [, probe] of asked) expect(said(seen, probe)).toEqual(["down", "unexpected_answer"]);
    const journal = await control.journal({ since });
    expect(journal.filter(({ path }) => path.startsWith("/followed"))).toEqual([]);
  });
});

describe("with every neighbour gone", () => {
  const neighbours = ["clerk-managed", "clerk-status", "identity-provider", "target-apps"];
  it.each([
    ["dead", { outage: true }],
    ["hanging", { hang: true }],
    ["resetting", { reset: true }],
  ] as const)("%s: the look is over before three seconds are", async (_how, fault) => {
    for (const name of neighbours) await control.setFault(name, fault);
    const tookMs = stopwatch();
    const seen = await look();
    expect(tookMs()).toBeLessThan(3_000);
    for (const probe of ["clerk_api", "clerk_frontend", "idp_up", "idp_token", "idp_jwks", "app/accounts"])
      expect(seen[probe]?.status).toBe("down");
    // What can't be read says nothing of what it would tell.
    for (const probe of ["clerk_status_page", "user_sync"]) expect(seen[probe]?.status).toBe("unknown");
    expect(seen.idp_database?.status).toBe("ok");
  });
});

it("what was seen is kept as it was seen, with its figures", async () => {
  const turn = await heldTurn(query, "neighbours");
  const readings = await askProbes(worker, "neighbours");
  const input = { lane: "neighbours", turn, readings };
  expect(codeOf(await performRoutine(worker, newRef(), { operation: "probe.sample", input }))).toBe("ok");
  const rows = await query<Reading>(
    'SELECT probe, status, latency_ms AS "latencyMs", detail, value FROM probe_samples ORDER BY id',
  );
  expect(rows).toEqual(readings);
});
