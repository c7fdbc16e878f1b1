import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor, Visitor } from "@/lib/access/actor";
import { identifyToken } from "@/lib/access/session";
import { proveRequest } from "@/lib/operations/perform/prove";
import { codeOf, newRef, stored } from "../support/acts";
import { Outbox } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { mina, type Person, theo, uma } from "../support/people";
import { type Claims, forgeries, withClaims, without } from "../support/tokens";
import { world } from "../support/world";

let own: OwnConsole;
let outbox: Outbox;
let responder: Person;
beforeAll(async () => {
  own = await enterOwnConsole();
  outbox = new Outbox();
  responder = await mina();
  await responder.actor();
});
afterAll(async () => {
  await outbox.close();
  await own.close();
});

const now = () => Math.floor(Date.now() / 1_000);
const whoIs = (identified: PersonActor | Visitor): string =>
  identified.kind === "person" ? `person ${identified.roles.join()}` : identified.refusal.code;

async function whoClaims(change: (claims: Claims) => Claims): Promise<string> {
  return whoIs(await identifyToken(await withClaims(await responder.token(), change)));
}

it("a token as Clerk issues it is its person, with roles and the age of the second factor", async () => {
  const actor = await (await mina()).identified();
  expect(actor).toMatchObject({ kind: "person", email: "mina@ops.example", name: "Mina Seo", roles: ["responder"] });
  expect(actor).toMatchObject({ factor: { secondFactorAgeMinutes: 0, reverification: null } });
  expect(await whoClaims((claims) => claims)).toBe("person responder");
});

describe("a token is nobody's when it", () => {
  it.each(Object.entries(forgeries))("%s", async (_how, forge) => {
    expect(whoIs(await identifyToken(await forge(await responder.token())))).toBe("not_signed_in");
  });

  const claims: [string, (claims: Claims) => Claims][] = [
    ["was issued for another site", (given) => ({ ...given, azp: "https://console.attacker.example" })],
    [
      "was issued for a site whose name begins like ours",
      (given) => ({ ...given, azp: `${world().consoleUrl}.attacker.example` }),
    ],
    ["was issued for no site", (given) => without(given, "azp")],
    ["ended six seconds ago", (given) => ({ ...given, exp: now() - 6 })],
    ["never ends", (given) => without(given, "exp")],
    ["begins in a minute", (given) => ({ ...given, nbf: now() + 60 })],
    ["was issued in a minute", (given) => ({ ...given, iat: now() + 60 })],
    ["still waits for a task of its person", (given) => ({ ...given, sts: "pending" })],
    ["is somebody else's, who acts for its person", (given) => ({ ...given, act: { sub: "user_somebody" } })],
    ["names no person", (given) => without(given, "sub")],
    ["names no session", (given) => without(given, "sid")],
  ];
  it.each(claims)("%s", async (_what, change) => {
    expect(await whoClaims(change)).toBe("not_signed_in");
  });

  it("is not there", async () => {
    expect(whoIs(await identifyToken(null))).toBe("not_signed_in");
  });
});

it("clocks may differ by four seconds", async () => {
  expect(await whoClaims((claims) => ({ ...claims, exp: now() - 3 }))).toBe("person responder");
});

describe("a second factor was never proved when the token says of it", () => {
  const never: unknown[] = [
    undefined,
    null,
    [],
    [0],
    [0, 0, 0],
    [0, -1],
    [-1, 0],
    [0, null],
    ["0", "0"],
    [0, 0.5],
    "0,0",
    { 0: 0, 1: 0 },
  ];
  it.each(never.map((fva) => [JSON.stringify(fva) ?? "nothing", fva] as const))("%s", async (_text, fva) => {
    expect(await whoClaims((claims) => (fva === undefined ? without(claims, "fva") : { ...claims, fva }))).toBe(
      "no_second_factor",
    );
  });

  it("what Uma's token says, who has none", async () => {
    const identified = await (await uma()).identified();
    expect(identified).toMatchObject({
      kind: "visitor",
      refusal: { code: "no_second_factor" },
      personId: expect.any(String),
    });
  });
});

describe("a proof was never given when the token says of its reverification", () => {
  const never: [string, unknown, string][] = [
    ["nothing", undefined, "rvid_claim_missing"],
    ["null", null, "insufficient_user_authentication"],
    ["an empty text", "", "insufficient_user_authentication"],
    ["a number", 7, "insufficient_user_authentication"],
  ];
  it.each(never)("%s", async (_text, rvid, code) => {
    const id = await stored(await responder.actor(), {
      operation: "delivery.retry",
      input: { id: (await outbox.row()).id },
    });
    const token = await withClaims(await responder.token(), (claims) =>
      rvid === undefined ? without(claims, "rvid") : { ...claims, rvid },
    );
    expect(codeOf(await proveRequest(await identifyToken(token), newRef(), { id }))).toBe(code);
  });
});

describe("an organisation", () => {
  const others: [string, (claims: Claims) => Claims][] = [
    ["of one's own making", (claims) => ({ ...claims, o: { id: "org_mine", rol: "admin", slg: "mine" } })],
    [
      "with our name and another id",
      (claims) => ({ ...claims, o: { id: "org_sallyport_ops2", rol: "admin", slg: "sallyport-operations" } }),
    ],
    ["that is only a text", (claims) => ({ ...claims, o: "org_sallyport_ops" })],
    ["that is missing", (claims) => without(claims, "o")],
  ];
  it.each(others)("%s is not ours", async (_what, change) => {
    expect(await whoClaims(change)).toBe("wrong_organisation");
  });

  it("that Theo made for himself makes him nobody here, and leaves no trace of him", async () => {
    expect(whoIs(await (await theo()).identified())).toBe("wrong_organisation");
    const { rowCount } = await own.owner.query("SELECT 1 FROM people WHERE email = 'theo@ops.example'");
    expect(rowCount).toBe(0);
  });

  it("is left for a moment: a token without it does nothing, the next one with it does", async () => {
    expect(whoIs(await identifyToken(await responder.token("")))).toBe("wrong_organisation");
    expect(whoIs(await responder.identified())).toBe("person responder");
  });
});

it("a member whom Clerk does not know has no role, whatever the token says", async () => {
  for (const sub of ["user_nobody", "../../organizations", "user_nobody&user_id=user_2"]) {
    expect(await whoClaims((claims) => ({ ...claims, sub }))).toBe("no_role");
  }
});
