import { beforeAll, describe, expect, test } from "vitest";
import { calm } from "../support/calm";
import { playedBy } from "../support/cast";
import { ask, asPage, asPoll } from "../support/http";
import { claimsOf, sessionCookies, tokenWith } from "../support/session-tokens";
import { forgeries } from "../support/tokens";

let claims: Record<string, unknown> = {};
beforeAll(async () => {
  await calm();
  claims = await claimsOf(playedBy.admin);
});

/** How the console answers a browser that holds this token. */
async function answers(token: string): Promise<{ live: number; page: number; code: unknown }> {
  const cookies = sessionCookies(token);
  const live = await ask({ path: "/api/live/shell", headers: asPoll, cookies });
  const page = await ask({ path: "/deliveries", headers: asPage, cookies });
  return { live: live.status, page: page.status, code: live.status === 200 ? "ok" : live.json().code };
}

const letIn = { live: 200, page: 200, code: "ok" };
const unknown = { live: 401, page: 307, code: "not_signed_in" };

describe("a token that", () => {
  test.for(Object.keys(forgeries))("%s opens nothing", async (name) => {
    const forge = forgeries[name];
    const forged = (await forge?.(await tokenWith(claims))) ?? "";
    // Twice, as Clerk sends it, is more than a server reads of headers at all.
    if (forged.length > 8_000) expect((await ask({ path: "/", cookies: sessionCookies(forged) })).status).toBe(431);
    else expect(await answers(forged)).toEqual(unknown);
  });

  const claimed: [string, Record<string, unknown>, { live: number; page: number; code: unknown }][] = [
    ["is for another origin", { azp: "https://evil.example" }, unknown],
    ["is for no origin", { azp: undefined }, unknown],
    ["is pending", { sts: "pending" }, unknown],
    ["names no organisation", { o: undefined }, { live: 403, page: 307, code: "wrong_organisation" }],
    [
      "names an organisation with our name, but not our id",
      { o: { id: "org_x", rol: "admin", slg: "sallyport-operations" } },
      { live: 403, page: 307, code: "wrong_organisation" },
    ],
    ["names nobody", { sub: "user_nobody" }, { live: 403, page: 307, code: "no_role" }],
    ["says more of the role than Clerk does", { o: { id: "org_sallyport_ops", rol: "owner", slg: "x" } }, letIn],
    ...[undefined, null, [], [0], [0, -1], [-1, 0], ["0", "0"], [0, null], [0, 0, 0], { 0: 0, 1: 0 }, "0,0"].map(
      (fva): [string, Record<string, unknown>, { live: number; page: number; code: unknown }] => [
        `says of its factors ${JSON.stringify(fva)}`,
        { fva },
        { live: 403, page: 307, code: "no_second_factor" },
      ],
    ),
  ];
  test.for(claimed)("%s", async ([, change, expected]) => {
    expect(await answers(await tokenWith({ ...claims, ...change }))).toEqual(expected);
  });

  test("ran out 3 s ago is within what clocks may differ, one 7 s ago is not", async () => {
    expect((await answers(await tokenWith(claims, 63))).live).toBe(200);
    expect((await answers(await tokenWith(claims, 67))).live).toBe(401);
  });

  test("is not valid yet opens nothing", async () => {
    expect((await answers(await tokenWith(claims, -3_600))).live).toBe(401);
  });

  test("is in order opens the door", async () => {
    expect(await answers(await tokenWith(claims))).toEqual(letIn);
  });
});

test("of two session cookies a forged one does not win, whichever comes first", async () => {
  const forge = forgeries["is signed with a key of the forger's own"];
  const good = sessionCookies(await tokenWith(claims));
  const bad = `__session=${await forge?.(await tokenWith({ ...claims, sub: "user_x" }))}`;
  for (const cookies of [`${bad}; ${good}`, `${good}; ${bad}`]) {
    const { status } = await ask({ path: "/api/live/shell", headers: asPoll, cookies });
    expect([200, 401]).toContain(status);
  }
});
