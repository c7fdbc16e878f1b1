import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { act, listActions } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { grantAgent as agent, forgetGrants, heldGrant } from "../support/grants";
import { ask, asPage, asPoll } from "../support/http";
import { consoleRows } from "../support/rows";
import { stopwatch } from "../support/stopwatch";
import { startWebProcess, type WebProcess } from "../support/web-process";
import { world } from "../support/world";

/** A web process of the console that can't reach its own database. */
let cut: WebProcess;
let granted = "";

beforeAll(async () => {
  await calm();
  granted = (await heldGrant(consoleRows, { email: playedBy.responder, roles: ["responder"], agent })).cookie;
  const gone = new URL(world().env.product.DATABASE_URL ?? "");
  gone.port = "9";
  cut = await startWebProcess({ DATABASE_URL: gone.href, CLERK_EMERGENCY_BYPASS: "true" });
});
afterAll(async () => {
  await cut.stop();
  await forgetGrants(consoleRows);
  await calm();
});

const headers = { ...asPage, "user-agent": agent };

describe("C-08: the console's own database is down", () => {
  test("nobody is let in, and the answer is a code, not a stack", async () => {
    const opening = {
      id: randomUUID(),
      email: playedBy.responder,
      reason: "Clerk answers nobody.",
      incident: null,
      override: "",
      drill: false,
      factor: { kind: "code", code: "0".repeat(26), pin: "000000" },
    };
    const { page = "" } = listActions().find(({ name }) => name === "openBypass") ?? {};
    const answer = await act("openBypass", [opening], { port: cut.port, path: page });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "console_database_unreachable" } });
  });

  test("a grant opens nothing, neither page nor view nor act", async () => {
    for (const cookies of [granted, await cookiesFor(playedBy.responder)]) {
      const page = await ask({ path: "/deliveries", headers, cookies, port: cut.port });
      expect(page.text).not.toMatch(/Mina Seo|at [\w.]+ \(.*\.js:\d+/);
      const poll = await ask({
        path: "/api/live/shell",
        headers: { ...asPoll, "user-agent": agent },
        cookies,
        port: cut.port,
      });
      expect([poll.status, poll.json().code]).toEqual([503, "console_database_unreachable"]);
      const done = await act("perform", [{ operation: "bypass.end", input: { id: randomUUID() } }], {
        cookies,
        headers: { "user-agent": agent },
        port: cut.port,
      });
      expect(done).toMatchObject({ ok: false, refusal: { code: "console_database_unreachable" } });
    }
  });

  test("the break-glass page says so and leads to the page that needs nobody, which is there within a second", async () => {
    const door = await ask({ path: "/break-glass", headers, port: cut.port });
    expect(door.status).toBe(200);
    expect(door.text).toContain("/console-lost");
    const tookMs = stopwatch();
    const lost = await ask({ path: "/console-lost", headers, port: cut.port });
    expect(tookMs()).toBeLessThan(1_000);
    expect([lost.status, lost.text.includes("https://dashboard.clerk.com")]).toEqual([200, true]);
  });
});
