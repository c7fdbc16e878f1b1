import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TokenActor } from "@/lib/access/actor";
import { tokenScopeOf, tokenScopes } from "@/lib/access/policy";
import { roles } from "@/lib/access/roles";
import { identifyBearer } from "@/lib/access/token";
import { previewOperation } from "@/lib/operations/perform/preview";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { operations } from "@/lib/operations/registry";
import { risks } from "@/lib/operations/risk";
import { codeOf, must, newRef } from "../support/acts";
import { bearing, heldToken, madeUpToken } from "../support/api-tokens";
import { newColleagues } from "../support/colleagues";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { recorded } from "../support/record";

let own: OwnConsole;
beforeAll(async () => {
  own = await enterOwnConsole();
});
afterAll(() => own.close());

type Given = NonNullable<Parameters<typeof heldToken>[2]> & { role?: string };

async function ownToken({ role = "responder", ...given }: Given = {}) {
  const [personId = ""] = await newColleagues(ownerOf(own), [role]);
  return heldToken(ownerOf(own), personId, given);
}
const identify = (token: string) => identifyBearer(bearing(token).authorization, newRef());

async function actor(given: Given = {}): Promise<TokenActor> {
  const identified = await identify((await ownToken(given)).token);
  if (identified.kind !== "token") throw new Error(identified.refusal.code);
  return identified;
}

describe("a token", () => {
  it("is its person, within its scope", async () => {
    const { id, token, personId } = await ownToken({ scope: "read" });
    expect(await identify(token)).toEqual({
      kind: "token",
      tokenId: id,
      sessionId: `token_${id}`,
      scope: "read",
      personId,
      name: "Colleague 1",
      roles: ["responder"],
    });
  });

  it("has the roles that we gave, less those that we took away", async () => {
    const { token, personId } = await ownToken();
    await own.owner.query("INSERT INTO role_grants (id, person_id, role) VALUES (gen_random_uuid(), $1, 'manager')", [
      personId,
    ]);
    expect(await identify(token)).toMatchObject({ roles: ["responder", "manager"] });
    await own.owner.query("INSERT INTO role_blocks (id, person_id, role) VALUES (gen_random_uuid(), $1, 'responder')", [
      personId,
    ]);
    expect(await identify(token)).toMatchObject({ roles: ["manager"] });
  });

  const after: [string, string, string][] = [
    ["it was revoked", "token_revoked", "UPDATE api_tokens SET revoked_at = now() WHERE person_id = $1"],
    ["its time is over", "token_expired", "UPDATE api_tokens SET expires_at = now() WHERE person_id = $1"],
    ["its person left", "no_role", "UPDATE people SET left_at = now() WHERE id = $1"],
    ["its person lost every role", "no_role", "UPDATE role_snapshots SET roles = '{}' WHERE person_id = $1"],
    [
      "its person's role was blocked",
      "no_role",
      "INSERT INTO role_blocks (id, person_id, role) VALUES (gen_random_uuid(), $1, 'responder')",
    ],
    ["nobody knows its person's role", "role_unconfirmed", "DELETE FROM role_snapshots WHERE person_id = $1"],
    [
      "nobody has known it for a month",
      "role_unconfirmed",
      "UPDATE role_snapshots SET seen_at = now() - interval '30 days 1 minute' WHERE person_id = $1",
    ],
  ];
  it.each(after)("is refused from the moment in which %s: %s", async (_what, code, change) => {
    const { token, personId } = await ownToken();
    expect(await identify(token)).toMatchObject({ kind: "token" });
    await own.owner.query(change, [personId]);
    expect(await identify(token)).toMatchObject({ kind: "visitor", personId, refusal: { code } });
  });

  it.each(["", "x", madeUpToken(), madeUpToken().slice(0, 40), `${madeUpToken()}; DROP TABLE`, "спт_x"])(
    "that nobody made is nobody's: %s",
    async (token) => {
      expect(await identify(token)).toMatchObject({
        kind: "visitor",
        personId: null,
        refusal: { code: "token_invalid" },
      });
    },
  );

  it("calls 120 times a minute at most", async () => {
    const { token, personId } = await ownToken();
    for (let call = 0; call < 120; call += 1) expect(await identify(token)).toMatchObject({ kind: "token" });
    expect(await identify(token)).toMatchObject({
      kind: "visitor",
      personId,
      refusal: { code: "rate_limited", facts: { retryAfterSeconds: expect.any(Number) } },
    });
    expect(await identify((await ownToken()).token)).toMatchObject({ kind: "token" });
  });
});

describe.each(tokenScopes)("a token of the scope %s", (scope) => {
  const taken = operations.filter(({ name }) => tokenScopeOf(name) === scope);
  const others = operations.filter(({ name }) => tokenScopeOf(name) !== scope);

  it("asks for no operation that does not name the scope, in any way of asking", async () => {
    const admin = await actor({ scope, role: "admin" });
    for (const { name: operation } of others) {
      const ref = newRef();
      const asks = [
        await performRoutine(admin, ref, { operation, input: {} }),
        await requestOperation(admin, newRef(), { operation, input: {}, reason: "A script." }),
        await previewOperation(admin, newRef(), { operation, input: {} }),
      ];
      expect([operation, ...asks.map(codeOf)]).toEqual([operation, "token_scope", "token_scope", "token_scope"]);
    }
  });

  it("asks for those that do, if its person's role may, and runs none that is to be proved", async () => {
    for (const { name: operation, allows, risk } of taken) {
      const routinely = (as: TokenActor, ref = newRef()) => performRoutine(as, ref, { operation, input: {} });
      const allowed = await actor({ scope, role: allows[0] ?? "" });
      const code = risks[risk].stepUp ? "insufficient_user_authentication" : "invalid_input";
      expect([operation, codeOf(await routinely(allowed))]).toEqual([operation, code]);
      const outside = await actor({ scope, role: roles.find((role) => !allows.includes(role)) ?? "" }).catch(
        () => null,
      );
      if (!outside) continue;
      const ref = newRef();
      expect(codeOf(await routinely(outside, ref))).toBe("not_allowed");
      expect(await recorded(own.owner, ref)).toMatchObject([
        { kind: "refusal", code: "not_allowed", actor: { kind: "token", tokenId: outside.tokenId } },
      ]);
    }
  });
});

it("what is to be proved is what operate asks for, and besides it only stops replays", () => {
  const takenBy = (scope: string | null) => operations.filter(({ name }) => tokenScopeOf(name) === scope);
  expect(takenBy("signal").map(({ name }) => name)).toEqual(["signal.raise", "signal.withdraw"]);
  expect(takenBy("read")).toEqual([]);
  const unproved = takenBy("operate").filter(({ risk }) => !risks[risk].stepUp);
  expect(unproved.map(({ name, risk }) => [name, risk])).toEqual([
    ["replay.cancel", "stop"],
    ["replay.pause", "stop"],
  ]);
  const keys = takenBy(null).filter(({ risk }) => risks[risk].stepUp);
  expect(keys.map(({ name }) => name).toSorted()).toEqual([
    "api-token.create",
    "app-bypass.renew-token",
    "bypass.enrol",
    "bypass.set-sheet",
    "bypass.strike",
    "clerk-key.adopt",
    "clerk-key.close",
    "delivery.export",
    "delivery.reveal-payload",
    "env-key.set",
    "passkey.add",
    "passkey.remove",
  ]);
});

it("a token proves nothing, not even what it asked for itself", async () => {
  const asker = await actor({ scope: "operate", role: "admin" });
  const [person = ""] = await newColleagues(ownerOf(own), ["manager"]);
  const ask = { operation: "person.grant-role", input: { people: [person], role: "responder" }, reason: "A script." };
  const asked = must(await requestOperation(asker, newRef(), ask));
  for (const proof of [{ kind: "clerk" } as const, undefined])
    expect(codeOf(await proveRequest(asker, newRef(), { id: asked.id, ...(proof ? { proof } : {}) }))).toBe(
      "insufficient_user_authentication",
    );
});
