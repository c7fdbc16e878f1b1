import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokenScopes } from "@/lib/access/policy";
import { identifyBearer } from "@/lib/access/token";
import { consoleDb } from "@/lib/core/db";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { listTokens } from "@/lib/tokens/queries/list-tokens";
import { apiTokenLimit, scopes } from "@/lib/tokens/shapes";
import { codeOf, must, newRef, ready } from "../support/acts";
import { aToken, bearing, heldToken } from "../support/api-tokens";
import { newColleagues } from "../support/colleagues";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { jae, mina, type Person } from "../support/people";

let own: OwnConsole;
let admin: Person;
let responder: Person;
beforeAll(async () => {
  own = await enterOwnConsole();
  [admin, responder] = [await jae(), await mina()];
});
afterAll(() => own.close());

const colleague = async (role = "responder"): Promise<string> => (await newColleagues(ownerOf(own), [role]))[0] ?? "";

async function made(person: string, wanted: Record<string, unknown> = {}) {
  const request = await ready(admin, { operation: "api-token.create", input: { person, ...aToken(), ...wanted } });
  const { outcome } = must(await confirmRequest(await admin.actor(), newRef(), request));
  const [token = ""] = outcome.handed?.token ?? [];
  return { token, id: String(outcome.facts?.tokenId), requestId: request.id };
}
const identify = (token: string) => identifyBearer(bearing(token).authorization, newRef());
const look = async (who: Person, input: unknown): Promise<string> =>
  codeOf(await previewOperation(await who.actor(), newRef(), { operation: "api-token.create", input }));
const revoke = async (who: Person, id: string): Promise<string> =>
  codeOf(await performRoutine(await who.actor(), newRef(), { operation: "api-token.revoke", input: { id } }));

describe("api-token.create", () => {
  it("knows the scopes of the policy, and no other", () => {
    expect(scopes).toEqual(tokenScopes);
  });

  it.each(tokenScopes)(
    "hands out a token of the scope %s that works at once, in the name of its person",
    async (scope) => {
      const person = await colleague();
      const { token, id } = await made(person, { scope, days: 30 });
      expect(await identify(token)).toMatchObject({ kind: "token", tokenId: id, personId: person, scope });
      const [line] = (await listTokens(await admin.actor())).filter((each) => each.id === id);
      expect(line).toMatchObject({ scope, state: "live", createdBy: "Jae Han", lastUsedAt: expect.any(String) });
      const days = (Date.parse(line?.expiresAt ?? "") - Date.parse(line?.createdAt ?? "")) / 86_400_000;
      expect(days).toBeCloseTo(30, 3);
    },
  );

  it("keeps its secret nowhere: not in any table", async () => {
    const person = await colleague();
    const { token, requestId } = await made(person);
    const tables = await own.owner.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const dumped = await Promise.all(
      tables.rows.map(({ name }) => own.owner.query(`SELECT to_jsonb(t)::text AS row FROM ${name} t`)),
    );
    const everything = JSON.stringify(dumped.map(({ rows }) => rows));
    expect(everything).toContain(requestId);
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(token.slice(4, 24));
  });

  it("tells its person, who may not have asked for it", async () => {
    const person = await colleague();
    const { id } = await made(person);
    const told = await consoleDb().$queryRaw<{ kind: string }[]>`
      SELECT kind FROM notices WHERE dedup_key = ${`api-token.created/${id}`} AND ${person}::uuid = ANY(person_ids)`;
    expect(told).toEqual([{ kind: "api-token.created" }]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a scope that there is none of", { scope: "admin" }, "invalid_input"],
    ["two scopes", { scope: ["read", "operate"] }, "invalid_input"],
    ["a time without end", { days: 100_000 }, "invalid_input"],
    ["no name", { name: "  " }, "invalid_input"],
    ["a name without end", { name: "x".repeat(61) }, "invalid_input"],
    ["a NUL in its name", { name: "a\u0000b" }, "invalid_input"],
    ["what nobody asked for", { secret: "spr_mine" }, "invalid_input"],
    ["nobody", { person: crypto.randomUUID() }, "person_without_role"],
  ])("refuses %s", async (_what, wrong, code) => {
    expect(await look(admin, { person: await colleague(), ...aToken(), ...wrong })).toBe(code);
  });

  it("refuses somebody who has no role, or lost it", async () => {
    const person = await colleague();
    await own.owner.query("UPDATE role_snapshots SET roles = '{}' WHERE person_id = $1", [person]);
    expect(await look(admin, { person, ...aToken() })).toBe("person_without_role");
  });

  it("refuses whoever is no admin, also in their own name", async () => {
    const { personId } = await responder.actor();
    expect(await look(responder, { person: personId, ...aToken() })).toBe("not_allowed");
  });

  it("makes no more than one person may have, also when two admins are at it", async () => {
    const person = await colleague();
    for (let count = 1; count < apiTokenLimit; count += 1) await heldToken(ownerOf(own), person);
    const asking = () => ({ operation: "api-token.create", input: { person, ...aToken() } });
    const requests = [await ready(admin, asking()), await ready(admin, asking())];
    const actor = await admin.actor();
    const codes = (await Promise.all(requests.map((each) => confirmRequest(actor, newRef(), each)))).map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(["target_changed", "api_token_limit"]).toContain(codes.find((code) => code !== "ok"));
    expect(await look(admin, { person, ...aToken() })).toBe("api_token_limit");
  });
});

describe("api-token.revoke", () => {
  it("ends one's own at once, and for good", async () => {
    const { personId } = await responder.actor();
    const { id, token } = await heldToken(ownerOf(own), personId);
    expect(await identify(token)).toMatchObject({ kind: "token" });
    expect(await revoke(responder, id)).toBe("ok");
    expect(await identify(token)).toMatchObject({ kind: "visitor", refusal: { code: "token_revoked" } });
    expect(await revoke(responder, id)).toBe("api_token_not_found");
  });

  it("ends anybody's for an admin, and nobody else's for others", async () => {
    const { id, token } = await heldToken(ownerOf(own), await colleague());
    expect(await revoke(responder, id)).toBe("api_token_not_found");
    expect(await identify(token)).toMatchObject({ kind: "token" });
    expect(await revoke(admin, id)).toBe("ok");
    expect(await identify(token)).toMatchObject({ refusal: { code: "token_revoked" } });
  });

  it("shows others' tokens to admins alone", async () => {
    const { id } = await heldToken(ownerOf(own), await colleague());
    expect((await listTokens(await admin.actor())).map((line) => line.id)).toContain(id);
    expect((await listTokens(await responder.actor())).map((line) => line.id)).not.toContain(id);
  });
});
