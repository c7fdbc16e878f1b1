import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { identifyGrant } from "@/lib/access/grant";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { decideRequest } from "@/lib/operations/perform/decide";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef } from "../support/acts";
import { nonceFor } from "../support/approvals";
import { Outbox, relyingParties } from "../support/deliveries";
import { chrome, Door, firefox } from "../support/door";
import { personIdOf, somePin } from "../support/enrolments";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { recorded } from "../support/record";
import { seenOfClerk } from "../support/samples";
import { keepRetryRule } from "../support/settings";

let own: OwnConsole;
let door: Door;

beforeAll(async () => {
  own = await enterOwnConsole();
  door = await Door.build(own);
});
afterAll(() => own.close());
beforeEach(() => door.reset());

describe("C-04: the hour of a grant", () => {
  it("is over at the database's second, whatever the cookie and the app's clock say", async () => {
    const opened = must(await door.open("mina"));
    await door.query("UPDATE bypass_grants SET expires_at = now() - interval '1 second'");
    const behind = { ...opened, expiresAt: new Date(Date.now() + 3_600_000) };
    expect(await door.identified(behind)).toMatchObject({ kind: "visitor", refusal: { code: "grant_ended" } });
  });

  it("is never prolonged by using it", async () => {
    const opened = must(await door.open("mina"));
    const [first, second] = [await door.holder(opened), await door.holder(opened)];
    expect(second.expiresAt).toBe(first.expiresAt);
  });
});

describe("C-05: the cookie of a grant", () => {
  it("that was ended is nobody's from that moment on", async () => {
    const opened = must(await door.open("mina"));
    const actor = await door.holder(opened);
    must(await performRoutine(actor, newRef(), { operation: "bypass.end", input: { id: opened.grantId } }));
    expect(await door.identified(opened)).toMatchObject({ kind: "visitor", refusal: { code: "grant_ended" } });
    expect(
      codeOf(await performRoutine(actor, newRef(), { operation: "bypass.end", input: { id: opened.grantId } })),
    ).toBe("grant_ended");
  });

  it("copied to another browser, with another secret, or bent in any place is nobody's", async () => {
    const opened = must(await door.open("mina"));
    const refusal = { kind: "visitor", refusal: { code: "grant_foreign" } };
    expect(await door.identified(opened, firefox)).toMatchObject(refusal);
    expect(await door.identified({ ...opened, secret: "A".repeat(43) })).toMatchObject(refusal);
    const ticket = door.ticketOf(opened);
    for (const bent of [
      `${ticket}x`,
      ticket.replace(/^./, (first) => (first === "0" ? "1" : "0")),
      ticket.slice(0, -2),
      `${ticket}.x`,
      "",
    ]) {
      const seen = await identifyGrant({ cookie: bent, agent: chrome, place: "", ref: newRef() });
      expect(seen.kind).toBe("visitor");
    }
  });

  it("is worth nothing when a role was taken away, or its person left or was struck off", async () => {
    const opened = must(await door.open("mina"));
    await door.query("INSERT INTO role_blocks (id, person_id, role) VALUES (gen_random_uuid(), $1, 'responder')", [
      await personIdOf(door.query, door.people.mina.email),
    ]);
    expect((await door.identified(opened)).kind).toBe("visitor");
    await door.query("DELETE FROM role_blocks");
    expect((await door.identified(opened)).kind).toBe("grant");
    await door.query("UPDATE people SET left_at = now() WHERE email = $1", [door.people.mina.email]);
    expect((await door.identified(opened)).kind).toBe("visitor");
    await door.query("UPDATE people SET left_at = NULL");
    await door.query("UPDATE bypass_enrolments SET ended_at = now()");
    expect((await door.identified(opened)).kind).toBe("visitor");
  });
});

describe("C-12: what a grant does not cover", () => {
  it.each([
    ["person.grant-role", () => ({ people: [randomUUID()], role: "manager" })],
    ["bypass.enrol", () => ({ person: randomUUID() })],
    ["passkey.add", () => ({})],
    ["channel.route", () => ({})],
    ["person.lock-out", () => ({ id: randomUUID() })],
  ])("%s is refused as out of scope, for an admin too, before its input is even read", async (operation, input) => {
    const actor = await door.holder(must(await door.open("jae")));
    const ref = newRef();
    const answer = await requestOperation(actor, ref, { operation, input: input(), reason: "Clerk is down." });
    expect(codeOf(answer)).toBe("grant_scope");
    expect((await recorded(own.owner, ref)).at(-1)).toMatchObject({ code: "grant_scope", actor: { kind: "grant" } });
  });
});

describe("C-13: what needs a second person, under grants", () => {
  const outbox = new Outbox();
  afterAll(() => outbox.close());

  /** A retry that a setting of its relying party puts before an admin. */
  async function asked() {
    await keepRetryRule(door.query, { id: relyingParties.eb, needsAdmin: true });
    const actor = await door.holder(must(await door.open("mina")));
    const input = { id: (await outbox.row()).id };
    const ask = { operation: "delivery.retry", input, reason: "EB waits, Clerk is down." };
    const { id, digest } = must(await requestOperation(actor, newRef(), ask));
    const proof = door.code("mina");
    expect(must(await proveRequest(actor, newRef(), { id, proof })).state).toBe("awaiting_approval");
    return { actor, id, digest };
  }
  const yes = (who: "mina" | "jae" | "ari") =>
    ({
      decision: "approve",
      reason: "seen",
      proof: door.code(who),
    }) as const;

  it("one holder alone can't", async () => {
    const { actor, id, digest } = await asked();
    expect(codeOf(await decideRequest(actor, newRef(), { id, digest, ...yes("mina") }))).toBe("not_allowed");
    const both = { ...actor, roles: ["responder", "admin"] } as typeof actor;
    expect(codeOf(await decideRequest(both, newRef(), { id, digest, ...yes("mina") }))).toBe("self_approval");
    expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce: "A".repeat(43) }))).toBe("nonce_invalid");
  });

  it("a second holder whose last known role is admin can, and it runs", async () => {
    const { actor, id, digest } = await asked();
    const second = await door.holder(must(await door.open("jae")));
    must(await decideRequest(second, newRef(), { id, digest, ...yes("jae") }));
    const nonce = await nonceFor(actor, id);
    must(await confirmRequest(actor, newRef(), { id, nonce }));
    expect(await door.query("SELECT FROM proofs WHERE request_id = $1 AND kind = 'code'", [id])).toHaveLength(2);
  });

  it("a second holder who is no admin, and one whose grant has ended before it runs, can't", async () => {
    const { actor, id, digest } = await asked();
    const other = must(await door.open("jae"));
    await door.query("UPDATE bypass_grants SET roles = '{responder}' WHERE id = $1", [other.grantId]);
    expect(codeOf(await decideRequest(await door.holder(other), newRef(), { id, digest, ...yes("jae") }))).toBe(
      "not_allowed",
    );
    const opened = must(await door.open("ari"));
    must(await decideRequest(await door.holder(opened), newRef(), { id, digest, ...yes("ari") }));
    const nonce = await nonceFor(actor, id);
    must(await performRoutine(actor, newRef(), { operation: "bypass.end", input: { id: opened.grantId } }));
    expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce }))).toBe("approval_missing");
  });

  it("a proof is one more code, and serves once; a code proves nothing for who is signed in by Clerk", async () => {
    await keepRetryRule(door.query, { id: relyingParties.eb, needsAdmin: false });
    const actor = await door.holder(must(await door.open("mina")));
    const ask = async () => ({
      operation: "delivery.retry",
      input: { id: (await outbox.row()).id },
      reason: "EB waits.",
    });
    const [first, second] = [
      must(await requestOperation(actor, newRef(), await ask())),
      must(await requestOperation(actor, newRef(), await ask())),
    ];
    const proof = door.code("mina");
    must(await proveRequest(actor, newRef(), { id: first.id, proof }));
    expect(codeOf(await proveRequest(actor, newRef(), { id: second.id, proof }))).toBe("code_invalid");
    expect(codeOf(await proveRequest(actor, newRef(), { id: second.id }))).toBe("insufficient_user_authentication");
    const signedIn = await door.people.mina.actor();
    const usual = must(await requestOperation(signedIn, newRef(), await ask()));
    const unspent = { kind: "code", code: door.sheets.mina[0] ?? "", pin: somePin } as const;
    expect(codeOf(await proveRequest(signedIn, newRef(), { id: usual.id, proof: unspent }))).toBe(
      "insufficient_user_authentication",
    );
    // What one way in asked for, the other can't run.
    expect(
      codeOf(await confirmRequest(signedIn, newRef(), { id: first.id, nonce: await nonceFor(actor, first.id) })),
    ).toBe("nonce_foreign");
  });
});

describe("a drill", () => {
  const begun = () =>
    door.query("UPDATE bypass_enrolments SET drill_until = now() + interval '15 minutes' WHERE ended_at IS NULL");

  it("is the whole ceremony while Clerk is well, reads everything, changes nothing, and its end is stamped", async () => {
    await seenOfClerk(door.query, [{ status: "ok", from: 90, until: 0, every: 5 }]);
    expect(codeOf(await door.open("mina", { drill: true }))).toBe("bypass_not_open");
    await begun();
    await door.query("UPDATE bypass_enrolments SET drilled_at = NULL");
    const opened = must(await door.open("mina", { drill: true }));
    const actor = await door.holder(opened);
    expect(actor.drill).toBe(true);
    const note = await performRoutine(actor, newRef(), {
      operation: "delivery.annotate",
      input: { id: "1", text: "x" },
    });
    expect(codeOf(note)).toBe("drill_only");
    const retry = { operation: "delivery.retry", input: { id: "1" }, reason: "A drill." };
    expect(codeOf(await requestOperation(actor, newRef(), retry))).toBe("drill_only");
    must(await performRoutine(actor, newRef(), { operation: "bypass.end", input: { id: opened.grantId } }));
    const stamped = await door.query("SELECT FROM bypass_enrolments WHERE drilled_at IS NOT NULL AND ended_at IS NULL");
    expect(stamped).toHaveLength(1);
    expect(await door.query("SELECT FROM reviews WHERE subject_kind = 'grant'")).toEqual([]);
    expect(await door.told("bypass.opened")).toEqual([]);
  });
});
