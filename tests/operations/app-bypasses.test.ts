import { createHash, createPublicKey, verify } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mintApp } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/system";
import { listLadder, listLiveAppBypasses, readBypassKey } from "@/lib/app-bypass/queries/list-ladder";
import { listOpenings } from "@/lib/app-bypass/queries/list-openings";
import { readDocument } from "@/lib/app-bypass/queries/read-document";
import { bypassDocument, phraseFor, usesKeptLimit } from "@/lib/app-bypass/shapes";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef, ready } from "../support/acts";
import { aReportOfUses, aUse, bypassableApp, heldBypassToken, openedBypass } from "../support/app-bypasses";
import { openIncident } from "../support/incidents";
import { ownerOf } from "../support/owner";
import type { Person } from "../support/people";
import { recordedKinds } from "../support/record";
import type { Query } from "../support/reviews";
import { keptApp } from "../support/settings";
import { Stage } from "../support/stage";

let stage: Stage;
let query: Query;
let jae: Person;
let mina: Person;
beforeAll(async () => {
  stage = await Stage.open();
  query = ownerOf(stage.cast.own);
  ({ admin: jae, responder: mina } = stage.cast.people);
});
afterAll(() => stage.close());

const asApp = (appId: string) => mintApp({ kind: "app", appId });
const show = async (input: object) =>
  previewOperation(await jae.actor(), newRef(), { operation: "app-bypass.open", input: { minutes: 30, ...input } });
const end = async (id: string) =>
  codeOf(await performRoutine(await mina.actor(), newRef(), { operation: "app-bypass.end", input: { id } }));

/** What the document says, once its signature holds under the key that the page shows. */
async function said(app: string) {
  const [head = "", body = "", mark = ""] = (await readDocument(asApp(app))).jws.split(".");
  const { publicKey, keyId } = readBypassKey(await jae.actor());
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  expect(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(mark, "base64url"))).toBe(true);
  expect(JSON.parse(Buffer.from(head, "base64url").toString())).toEqual({
    alg: "EdDSA",
    kid: keyId,
    typ: "sallyport-bypass",
  });
  return bypassDocument.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
}

async function opened(input: object, incident?: string) {
  const asking = { operation: "app-bypass.open", input: { minutes: 30, ...input }, incident };
  return stage.confirm(await stage.readyWithApproval(jae, asking));
}

describe("app-bypass.open", () => {
  it("lets an app take people in once two admins agreed, and says so on its document, its page and its incident", async () => {
    const { app } = await bypassableApp(query);
    const number = await openIncident(query);
    expect(await said(app)).toMatchObject({ state: "closed", rung: null, app });
    must(await opened({ app, rung: "named", people: ["user_2abcdefgh"] }, `INC-${number}`));
    const document = await said(app);
    expect(document).toMatchObject({
      state: "open",
      rung: "named",
      people: ["user_2abcdefgh"],
      incident: `INC-${number}`,
    });
    const goodForMs = Date.parse(document.expiresAt) - Date.parse(document.issuedAt);
    expect([goodForMs > 0, goodForMs <= 60_000]).toEqual([true, true]);
    const [live] = (await listLiveAppBypasses((await mina.actor()) as never)).filter((each) => each.app === app);
    expect(live).toMatchObject({ rung: "named", openedBy: "Jae Han", incident: `INC-${number}` });
    const [opening] = (await listOpenings(await jae.actor(), { open: true })).filter((each) => each.app === app);
    expect(opening).toMatchObject({ approvedBy: "Ari Levin", endedAt: null });
    expect(codeOf(await show({ app, rung: "verified" }))).toBe("app_bypass_open");
    expect(await end(live?.id ?? "")).toBe("ok");
    expect(await end(live?.id ?? "")).toBe("app_bypass_ended");
    expect(await said(app)).toMatchObject({ state: "closed" });
    const lines = await query<{ values: { operation?: string } }>(
      "SELECT e.values FROM incident_entries e JOIN incidents i ON i.id = e.incident_id WHERE i.number = $1 AND e.kind = 'operation'",
      [number],
    );
    expect(lines.map(({ values }) => values.operation).toSorted()).toEqual(["app-bypass.end", "app-bypass.open"]);
    const told = await query("SELECT kind, urgency FROM notices WHERE dedup_key LIKE $1 ORDER BY posted_at", [
      `%/${live?.id}`,
    ]);
    expect(told).toEqual([
      { kind: "app-bypass.opened", urgency: "page" },
      { kind: "app-bypass.ended", urgency: "tell" },
    ]);
  });

  it("opens nothing for an app that could not read it, that there is not, or that is the identity provider", async () => {
    const { id } = await keptApp(query);
    expect(codeOf(await show({ app: id, rung: "verified" }))).toBe("bypass_token_missing");
    expect(codeOf(await show({ app: "app-none", rung: "verified" }))).toBe("app_not_found");
    const { app } = await bypassableApp(query);
    await query("UPDATE apps SET role = 'idp' WHERE id = $1", [app]);
    expect(codeOf(await show({ app, rung: "verified" }))).toBe("app_not_found");
  });

  it("lets everybody in only where somebody typed that they mean it", async () => {
    const { app } = await bypassableApp(query);
    for (const phrase of ["", phraseFor("another"), phraseFor(app).toLowerCase()])
      expect(codeOf(await show({ app, rung: "everyone", phrase }))).toBe("invalid_input");
    const { preview } = must(await show({ app, rung: "everyone", phrase: phraseFor(app) }));
    expect(preview.warnings.map(({ key }) => key)).toContain("appBypass.open.everyoneWarning");
  });

  it.each([
    ["longer than an hour", { rung: "verified", minutes: 61 }],
    ["for a moment", { rung: "verified", minutes: 1 }],
    ["on no rung", { rung: "open" }],
    ["for nobody", { rung: "named", people: [] }],
    ["for a name that is none", { rung: "named", people: ["jae"] }],
    ["for routes that climb", { rung: "read-only", routes: ["/a/../b"] }],
    ["for routes that are none", { rung: "read-only", routes: ["orders"] }],
    ["for what another rung needs", { rung: "verified", routes: ["/a"] }],
    ["for sessions of a day", { rung: "recent", sessionMinutes: 1_440 }],
  ])("does not open %s", async (_how, input) => {
    const { app } = await bypassableApp(query);
    expect(codeOf(await show({ app, ...input }))).toBe("invalid_input");
  });

  it("opens one at a time, whoever is faster, and again once the time of the last one is over", async () => {
    const { app } = await bypassableApp(query);
    const asking = { operation: "app-bypass.open", input: { minutes: 30, app, rung: "verified" } };
    const request = await stage.readyWithApproval(jae, asking);
    const other = await openedBypass(query, app);
    expect(codeOf(await stage.confirm(request))).toBe("app_bypass_open");
    await query(
      "UPDATE app_bypasses SET opened_at = now() - interval '40 min', ends_at = now() - interval '1 s' WHERE id = $1",
      [other],
    );
    must(await opened({ app, rung: "verified" }));
    expect(await query("SELECT ended_because FROM app_bypasses WHERE id = $1", [other])).toEqual([
      { ended_because: "expired" },
    ]);
  });

  it("never signs beyond its end, and never for longer than an hour, whatever the code says", async () => {
    const { app } = await bypassableApp(query);
    await openedBypass(query, app, { secondsLeft: 20 });
    const { expiresAt } = await said(app);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(20_000);
    const longer = query("UPDATE app_bypasses SET ends_at = ends_at + interval '1 hour' WHERE app_id = $1", [app]);
    await expect(longer).rejects.toThrow("app_bypasses_hour");
  });

  it("is of one app, and of no other", async () => {
    const [{ app }, { app: other }] = [await bypassableApp(query), await bypassableApp(query)];
    await openedBypass(query, app, { rung: "everyone" });
    expect([(await said(app)).state, (await said(other)).state]).toEqual(["open", "closed"]);
  });
});

describe("app-bypass.sweep", () => {
  it("writes down that a time is over, once", async () => {
    const { app } = await bypassableApp(query);
    const id = await openedBypass(query, app, { secondsLeft: -1 });
    expect((await said(app)).state).toBe("closed");
    const sweep = async () => {
      const ref = newRef();
      await performRoutine(systemActor(), ref, { operation: "app-bypass.sweep", input: {} });
      return recordedKinds(stage.cast.own.owner, ref);
    };
    expect([await sweep(), await sweep()]).toEqual([["system"], []]);
    expect(await query("SELECT ended_because, ended_by FROM app_bypasses WHERE id = $1", [id])).toEqual([
      { ended_because: "expired", ended_by: null },
    ]);
  });
});

describe("app-bypass.renew-token", () => {
  it("hands a token out once, keeps its hash, and voids the one before", async () => {
    const { app, token: before } = await bypassableApp(query);
    const request = await ready(jae, { operation: "app-bypass.renew-token", input: { app } });
    const { outcome } = must(await confirmRequest(await jae.actor(), newRef(), request));
    const [token = ""] = outcome.handed?.token ?? [];
    expect(token).toMatch(/^spb_[\w-]{43}$/);
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(await query("SELECT secret_hash FROM app_bypass_tokens WHERE app_id = $1", [app])).toEqual([
      { secret_hash: hash(token) },
    ]);
    expect(hash(before)).not.toBe(hash(token));
    const [ladder] = (await listLadder(await mina.actor())).filter(({ id }) => id === app);
    expect(JSON.stringify(ladder)).not.toContain(hash(token));
    const kept = await query("SELECT outcome_text FROM action_requests WHERE id = $1", [request.id]);
    expect(JSON.stringify(kept)).not.toContain(token);
  });
});

describe("app-bypass.hear-uses", () => {
  const hear = async (by: string, app: string, report: object) =>
    performRoutine(asApp(by), newRef(), { operation: "app-bypass.hear-uses", input: { app, ...report } });
  const counts = async (id: string) =>
    (await query("SELECT uses_kept AS kept, uses_beyond AS beyond FROM app_bypasses WHERE id = $1", [id]))[0];

  it("keeps what an app tells of its own, once, also after its end", async () => {
    const { app } = await bypassableApp(query);
    const id = await openedBypass(query, app);
    const [one, two] = [aUse(), aUse()];
    expect(must(await hear(app, app, aReportOfUses(id, [one, two]))).outcome.facts).toMatchObject({ kept: 2 });
    expect(await end(id)).toBe("ok");
    expect(must(await hear(app, app, aReportOfUses(id, [two, aUse()]))).outcome.facts).toMatchObject({ kept: 1 });
    expect(await counts(id)).toEqual({ kept: 3, beyond: 0 });
  });

  it("hears nothing of another app's, of none, and of what was opened a day ago", async () => {
    const [{ app }, { app: other }] = [await bypassableApp(query), await bypassableApp(query)];
    const id = await openedBypass(query, app);
    expect(codeOf(await hear(other, app, aReportOfUses(id)))).toBe("token_scope");
    expect(codeOf(await hear(other, other, aReportOfUses(id)))).toBe("app_bypass_not_found");
    await query(
      "UPDATE app_bypasses SET opened_at = now() - interval '25 h', ends_at = now() - interval '24 h 30 min' WHERE id = $1",
      [id],
    );
    expect(codeOf(await hear(app, app, aReportOfUses(id)))).toBe("app_bypass_not_found");
    expect(await counts(id)).toEqual({ kept: 0, beyond: 0 });
  });

  it("keeps so many and counts the rest, so that no token fills the database", async () => {
    const { app } = await bypassableApp(query);
    const id = await openedBypass(query, app);
    await query("UPDATE app_bypasses SET uses_kept = $2 WHERE id = $1", [id, usesKeptLimit - 1]);
    const report = { ...aReportOfUses(id, [aUse(), aUse(), aUse()]), unreported: 4 };
    expect(must(await hear(app, app, report)).outcome.facts).toMatchObject({ kept: 1 });
    expect(await counts(id)).toEqual({ kept: usesKeptLimit, beyond: 6 });
  });

  it("is all that an app may do", async () => {
    const { app } = await bypassableApp(query);
    await heldBypassToken(query, app);
    const id = await openedBypass(query, app);
    for (const [operation, input] of [
      ["app-bypass.end", { id }],
      ["app-bypass.sweep", {}],
      ["delivery.retry", { id: "1" }],
    ] as const)
      expect(codeOf(await performRoutine(asApp(app), newRef(), { operation, input }))).toBe("not_allowed");
  });
});
