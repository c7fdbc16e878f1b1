import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { postAction } from "../support/actions";
import { calm, untilConsoleSees } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { control, type Fault } from "../support/control";
import { grantAgent as agent, forgetGrants, heldGrant } from "../support/grants";
import { type Answer, ask, asPage, asPoll, asRouter } from "../support/http";
import { leftOfClerk } from "../support/left-of-clerk";
import { consoleRows } from "../support/rows";

/** Longest that anybody waits, whatever Clerk does. */
const patienceMs = 2_000;
const toClerk = /handshake|clerk\.sallyport\.test|:\d+\/v1\//;

let granted = "";

async function holdGrant(): Promise<void> {
  const grant = await heldGrant(consoleRows, { email: playedBy.responder, roles: ["responder"], agent });
  granted = grant.cookie;
}

beforeAll(async () => {
  await calm();
  const cookies = await cookiesFor(playedBy.responder);
  // The first one of each kind makes the server load what it needs.
  for (const first of Object.values(asks)) await first(cookies);
  await ask({ path: "/break-glass", headers: asPage });
});
beforeEach(holdGrant);
afterAll(async () => {
  await forgetGrants(consoleRows);
  await calm();
});

async function within<T>(work: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const done = await work;
  expect(performance.now() - startedAt).toBeLessThan(patienceMs);
  return done;
}

const clerkStates: Record<string, Fault | null> = {
  answers: null,
  "is a dead host": { outage: true },
  "answers 503": { status: 503 },
  "never answers": { hang: true },
  "breaks off": { reset: true },
};

/** The four ways in which a browser asks for something. */
const asks: Record<string, (cookies: string) => Promise<Answer>> = {
  page: (cookies) => ask({ path: "/deliveries", headers: { ...asPage, "user-agent": agent }, cookies }),
  prefetch: async (cookies) => {
    const ahead = { ...asRouter, "next-router-prefetch": "1", "user-agent": agent };
    const first = await ask({ path: "/deliveries?_rsc=x", headers: ahead, cookies });
    // Next wants the address to name what is fetched, and says how.
    const named = first.headers.location?.startsWith("/deliveries?_rsc=") ? first.headers.location : null;
    return named ? ask({ path: named, headers: ahead, cookies }) : first;
  },
  "route handler": (cookies) => ask({ path: "/api/live/shell", headers: { ...asPoll, "user-agent": agent }, cookies }),
  action: (cookies) =>
    postAction("preview", [{ operation: "request.withdraw", input: { id: randomUUID() } }], {
      cookies,
      headers: { "user-agent": agent },
    }),
};

/** Something that only somebody with a role may read. */
const dataOf: Record<string, RegExp> = {
  page: /Mina Seo/,
  // What is fetched ahead of a click is the frame of a page, without anything in it.
  prefetch: /./,
  "route handler": /openRequests/,
  action: /request_not_found/,
};

describe.each(Object.entries(clerkStates))("when Clerk %s,", (_state, fault) => {
  beforeAll(async () => {
    if (!fault) return;
    await control.setFault("clerk-console", fault);
    await untilConsoleSees(false);
  });
  afterAll(async () => {
    if (!fault) return;
    await control.clearFault("clerk-console");
    await untilConsoleSees(true);
  });

  describe.each(Object.entries(leftOfClerk))("a browser with %s", (name, cookiesNow) => {
    test.for(Object.keys(asks))("and a grant is in by a %s, as the grant's own person", async (way) => {
      const cookies = [await cookiesNow(), granted].filter(Boolean).join("; ");
      const answer = await within(asks[way]?.(cookies) ?? Promise.reject(new Error(way)));
      expect(answer.headers.location).toBeUndefined();
      expect(answer.status).toBe(200);
      expect(answer.headers["x-auth-bypass"]).toBe("true");
      expect(answer.text).toMatch(dataOf[way] ?? /^$/);
    });

    test.for(Object.keys(asks))(
      "and no grant gets by a %s what it would get anyway, and never a dead host",
      async (way) => {
        const answer = await within(asks[way]?.(await cookiesNow()) ?? Promise.reject(new Error(way)));
        if (fault) expect(answer.headers.location ?? "").not.toMatch(toClerk);
        expect(answer.headers["x-auth-bypass"]).toBeUndefined();
        if (name !== "a valid token")
          expect(answer.text).not.toMatch(/Mina Seo|"openRequests":|"code":"request_not_found"/);
      },
    );
  });

  test("the break-glass page is there for everybody, without a word of Clerk", async () => {
    for (const cookiesNow of Object.values(leftOfClerk)) {
      const answer = await within(ask({ path: "/break-glass", headers: asPage, cookies: await cookiesNow() }));
      expect([answer.status, answer.headers.location]).toEqual([200, undefined]);
      expect(answer.text).not.toMatch(/clerk\.browser|__clerk\/npm|data-clerk/);
    }
  });
});
