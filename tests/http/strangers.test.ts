import { beforeAll, describe, expect, test } from "vitest";
import { calm } from "../support/calm";
import { grantAgent as agent } from "../support/grants";
import { ask, asPage, asPoll } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";

beforeAll(calm);

describe("what strangers send to come in", () => {
  const known = [
    "middleware",
    "src/middleware",
    "pages/_middleware",
    "middleware:middleware:middleware:middleware:middleware",
    "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware",
  ];
  /** Next takes these off before anything of ours sees the request. */
  const nextsOwn = [
    "x-middleware-next",
    "x-middleware-override-headers",
    "next-resume",
    "x-nextjs-data",
    "x-matched-path",
  ];
  const tricks: Record<string, Record<string, string>> = {
    ...Object.fromEntries(
      known.map((value) => [`x-middleware-subrequest: ${value}`, { "x-middleware-subrequest": value }]),
    ),
    "x-middleware-next": { "x-middleware-next": "1" },
    "x-middleware-override-headers": {
      "x-middleware-override-headers": "x-sallyport-mode",
      "x-middleware-request-x-sallyport-mode": "outside",
    },
    "next-resume": { "next-resume": "1" },
    "x-nextjs-data": { "x-nextjs-data": "1" },
    "x-matched-path": { "x-matched-path": "/api/health/live" },
    "x-sallyport-mode": { "x-sallyport-mode": "outside" },
    "X-Auth-Bypass": { "x-auth-bypass": "true" },
    "X-Break-Glass": { "x-break-glass": "true" },
    "X-User-Id": { "x-user-id": "1" },
    "x-clerk-auth-*": {
      "x-clerk-auth-status": "signed-in",
      "x-clerk-auth-token": "e30.e30.e30",
      "x-clerk-auth-signature": "00",
    },
    "a nonce and a policy of their own": { "x-nonce": "AAAA", "content-security-policy": "script-src *" },
  };

  test.for(Object.entries(tricks))(
    "C-09, C-10: %s changes nothing, and is written down where it arrives",
    async ([, trick]) => {
      // Of one kind only a few a minute become rows, whoever sent the others: with a name of its own, this is a kind of its own.
      const headers: Record<string, string> = { ...trick, [`x-sallyport-${crypto.randomUUID()}`]: "1" };
      const since = await recordLength();
      const page = await ask({ path: "/deliveries", headers: { ...asPage, ...headers } });
      expect([page.status, page.headers.location]).toEqual([307, "/sign-in?next=%2Fdeliveries"]);
      expect(page.headers["x-auth-bypass"]).toBeUndefined();
      expect(page.headers["content-security-policy"]).not.toContain("script-src *");
      const poll = await ask({ path: "/api/live/shell", headers: { ...asPoll, ...headers } });
      expect(poll.status).toBe(401);
      if (nextsOwn.some((name) => Object.hasOwn(headers, name))) return;
      const names = Object.keys(trick).filter((name) => !name.startsWith("x-middleware-request"));
      await expect
        .poll(async () => JSON.stringify(await recordedSince(since)), { timeout: 5_000 })
        .toContain(names[0] ?? "nothing");
    },
  );

  test("a leaked secret key and a forged header are worth nothing beside a grant that somebody else holds", async () => {
    const forged = { "x-clerk-auth-status": "signed-in", "x-clerk-auth-token": "e30.eyJzdWIiOiJ1c2VyX3gifQ." };
    const answer = await ask({ path: "/api/live/shell", headers: { ...asPoll, ...forged, "user-agent": agent } });
    expect(answer.status).toBe(401);
    const outside = await ask({ path: "/break-glass", headers: { ...asPage, ...forged } });
    expect(outside.text).not.toMatch(/Mina Seo|user_x/);
  });
});
