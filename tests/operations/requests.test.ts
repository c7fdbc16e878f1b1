import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { requestDigest } from "@/lib/requests/rules/digest";
import { nonceOf } from "@/lib/requests/rules/nonce";
import { codeOf, must, newRef, ready, stored } from "../support/acts";
import { control } from "../support/control";
import { Outbox } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { jae, mina, type Person } from "../support/people";
import { recorded, recordedKinds } from "../support/record";

let own: OwnConsole;
let outbox: Outbox;
let responder: Person;
let admin: Person;

beforeAll(async () => {
  own = await enterOwnConsole();
  outbox = new Outbox();
  [responder, admin] = await Promise.all([mina(), jae()]);
});
afterAll(async () => {
  await outbox.close();
  await own.close();
});

const retry = async () => ({ operation: "delivery.retry", input: { id: (await outbox.row()).id } });

async function stateOf(id: string): Promise<string> {
  const { rows } = await own.owner.query<{ state: string }>("SELECT state FROM action_requests WHERE id = $1", [id]);
  return rows[0]?.state ?? "absent";
}

/** How many of the deliveries that a request could have touched were touched. */
async function retried(id: string): Promise<number> {
  const { rowCount } = await own.owner.query("SELECT 1 FROM delivery_evidence WHERE request_id = $1", [id]);
  return rowCount ?? 0;
}

describe("a proof", () => {
  it("serves one request: of twenty at once, and of any later, exactly one takes it", async () => {
    const asked = await responder.actor();
    const ids = await Promise.all(Array.from({ length: 20 }, async () => stored(asked, await retry())));
    const proof = await responder.freshProof();
    const answers = await Promise.all(ids.map((id) => proveRequest(proof, newRef(), { id })));
    expect(answers.map(codeOf).toSorted()).toEqual(["ok", ...Array<string>(19).fill("proof_already_used")]);
    const late = await stored(proof, await retry());
    const ref = newRef();
    expect(codeOf(await proveRequest(proof, ref, { id: late }))).toBe("proof_already_used");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal proof_already_used"]);
    expect(await stateOf(late)).toBe("draft");
  });

  it("counts only when it is younger than ten minutes", async () => {
    const id = await stored(await responder.actor(), await retry());
    await responder.freshProof();
    await control.advanceClock(11 * 60);
    const ref = newRef();
    const stale = await proveRequest(await responder.actor(), ref, { id });
    expect(stale).toMatchObject({
      ok: false,
      refusal: { code: "insufficient_user_authentication", facts: { maxAgeMinutes: 10 } },
    });
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal insufficient_user_authentication"]);
    expect(await stateOf(id)).toBe("draft");
  });

  it("is a reverification, not the sign-in that has just been", async () => {
    const fresh = await mina();
    const id = await stored(await fresh.actor(), await retry());
    expect(codeOf(await proveRequest(await fresh.actor(), newRef(), { id }))).toBe("insufficient_user_authentication");
  });

  it("grows too old between proving and confirming, and then a new one is asked for", async () => {
    const { id, nonce } = await ready(responder, await retry());
    await own.owner.query("UPDATE proofs SET proved_at = proved_at - interval '10 minutes' WHERE request_id = $1", [
      id,
    ]);
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), { id, nonce }))).toBe(
      "insufficient_user_authentication",
    );
    expect(await retried(id)).toBe(0);
    const again = must(await proveRequest(await responder.freshProof(), newRef(), { id }));
    expect(again.nonce).not.toBe(nonce);
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), { id, nonce }))).toBe("nonce_invalid");
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), { id, nonce: again.nonce ?? "" }))).toBe(
      "ok",
    );
  });
});

describe("a nonce", () => {
  it("passes once: of fifty confirmations at once one runs, and forty-nine are told that it was used", async () => {
    const { id, nonce } = await ready(responder, await retry());
    const actor = await responder.actor();
    const refs = Array.from({ length: 50 }, newRef);
    const answers = await Promise.all(refs.map((ref) => confirmRequest(actor, ref, { id, nonce })));
    expect(answers.map(codeOf).toSorted()).toEqual([...Array<string>(49).fill("nonce_used"), "ok"]);
    expect(await retried(id)).toBe(1);
    const { rows } = await own.owner.query<{ kind: string; count: number }>(
      "SELECT kind, count(*)::int FROM record WHERE entry::jsonb ->> 'ref' = ANY($1) GROUP BY kind ORDER BY kind",
      [refs],
    );
    expect(rows).toEqual([
      { kind: "intent", count: 1 },
      { kind: "outcome", count: 1 },
      { kind: "refusal", count: 49 },
    ]);
  });

  const strangers: [string, () => Promise<Person>, string][] = [
    ["another session of the same person", mina, "nonce_foreign"],
    ["another person", jae, "nonce_foreign"],
  ];
  it.each(strangers)("is worth nothing to %s", async (_who, signIn, code) => {
    const { id, nonce } = await ready(responder, await retry());
    const ref = newRef();
    expect(codeOf(await confirmRequest(await (await signIn()).freshProof(), ref, { id, nonce }))).toBe(code);
    expect(await recordedKinds(own.owner, ref)).toEqual([`refusal ${code}`]);
    expect([await stateOf(id), await retried(id)]).toEqual(["ready", 0]);
  });

  it("is worth nothing in the same session after its account was given to another person", async () => {
    const { id, nonce } = await ready(responder, await retry());
    const { personId, clerkUserId } = await responder.actor();
    const { personId: another } = await admin.actor();
    const give = (to: string) =>
      own.owner.query("UPDATE person_accounts SET person_id = $1 WHERE clerk_user_id = $2", [to, clerkUserId]);
    await give(another);
    const stranger = await responder.actor();
    await give(personId);
    expect([stranger.sessionId, stranger.personId]).toEqual([responder.sessionId, another]);
    expect(codeOf(await confirmRequest(stranger, newRef(), { id, nonce }))).toBe("nonce_foreign");
    expect(codeOf(await proveRequest(stranger, newRef(), { id }))).toBe("nonce_foreign");
    expect([await stateOf(id), await retried(id)]).toEqual(["ready", 0]);
  });

  const wrong: [string, (own: string, other: string) => string][] = [
    ["empty", () => ""],
    ["cut short", (nonce) => nonce.slice(0, -1)],
    ["changed in one character", (nonce) => `${nonce.startsWith("A") ? "B" : "A"}${nonce.slice(1)}`],
    ["that of another request of one's own", (_nonce, other) => other],
  ];
  it.each(wrong)("is refused when it is %s", async (_how, change) => {
    const [mine, other] = [await ready(responder, await retry()), await ready(responder, await retry())];
    const ref = newRef();
    const answer = await confirmRequest(await responder.actor(), ref, {
      id: mine.id,
      nonce: change(mine.nonce, other.nonce),
    });
    expect(codeOf(answer)).toBe("nonce_invalid");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal nonce_invalid"]);
    expect([await retried(mine.id), await retried(other.id)]).toEqual([0, 0]);
  });

  it.each(["6f1d3f5e-0000-4000-8000-000000000000", "not-an-id", "' OR 1=1 --"])(
    "of no request (%s) finds nothing",
    async (id) => {
      const ref = newRef();
      expect(codeOf(await confirmRequest(await responder.actor(), ref, { id, nonce: "x" }))).toBe("request_not_found");
      expect(await recorded(own.owner, ref)).toMatchObject([
        { kind: "refusal", operation: "unknown", requestId: null },
      ]);
    },
  );
});

describe("a reason", () => {
  it.each(["", "  \n ", "x".repeat(501), "a\u0000b", "half \ud800 a character"])(
    "is wanted, and not %j",
    async (reason) => {
      const ref = newRef();
      const answer = await requestOperation(await responder.actor(), ref, { ...(await retry()), reason });
      expect(answer).toMatchObject({ ok: false, refusal: { code: "invalid_input", facts: { fields: "reason" } } });
      expect(await recordedKinds(own.owner, ref)).toEqual(["refusal invalid_input"]);
    },
  );

  it("is kept as it was said, and stands in the record of what was done for it", async () => {
    const said = "e\u0301 \u202e한글 <b>'; --";
    const { id, nonce } = await ready(responder, { ...(await retry()), reason: said });
    const ref = newRef();
    expect(codeOf(await confirmRequest(await responder.actor(), ref, { id, nonce }))).toBe("ok");
    expect((await recorded(own.owner, ref)).map(({ reason }) => reason)).toEqual([said, said]);
  });
});

describe("a stored request", () => {
  const edits: [string, string][] = [
    ["its input", `input_text = '{"id":"1"}'`],
    ["its target", `target_text = '{"id":"1","rowVersion":"2020-01-01 00:00:00"}'`],
    ["its fingerprint", "fingerprint = 'another'"],
    ["its reason", "reason = 'approved by the board'"],
    ["its incident", "incident = 'INC-1'"],
    ["its risk", "risk = 'routine'"],
    ["its digest", "digest = repeat('0', 64)"],
  ];
  it.each(edits)("does not run after %s was edited in the database", async (_what, edit) => {
    const { id, nonce } = await ready(responder, await retry());
    await own.owner.query(`UPDATE action_requests SET ${edit} WHERE id = $1`, [id]);
    const ref = newRef();
    expect(codeOf(await confirmRequest(await responder.actor(), ref, { id, nonce }))).toBe("digest_mismatch");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal digest_mismatch"]);
    expect([await stateOf(id), await retried(id)]).toEqual(["denied", 0]);
  });

  it("does not run after it was edited by somebody who made its digest fit, even with the key of the nonces", async () => {
    const { id } = await ready(responder, await retry());
    const request = await findStoredRequest(id);
    if (!request?.proofId) throw new Error("there is no proved request");
    const digest = requestDigest({ ...request, reason: "another" });
    await own.owner.query("UPDATE action_requests SET reason = 'another', digest = $2 WHERE id = $1", [id, digest]);
    const nonce = nonceOf({ id, digest, proofId: request.proofId }, own.env.NONCE_KEY ?? "");
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), { id, nonce }))).toBe("digest_mismatch");
    expect(await retried(id)).toBe(0);
  });

  it("can't be proved after it was edited either", async () => {
    const id = await stored(await responder.actor(), await retry());
    await own.owner.query("UPDATE action_requests SET reason = 'another' WHERE id = $1", [id]);
    expect(codeOf(await proveRequest(await responder.freshProof(), newRef(), { id }))).toBe("digest_mismatch");
    expect(await stateOf(id)).toBe("denied");
  });

  it("runs out by the database's clock: neither proof nor confirmation comes through afterwards", async () => {
    const draft = await stored(await responder.actor(), await retry());
    const { id, nonce } = await ready(responder, await retry());
    await own.owner.query("UPDATE action_requests SET execute_by = now() - interval '1 second' WHERE id = ANY($1)", [
      [draft, id],
    ]);
    const [proving, confirming] = [newRef(), newRef()];
    expect(codeOf(await proveRequest(await responder.freshProof(), proving, { id: draft }))).toBe("request_expired");
    expect(codeOf(await confirmRequest(await responder.actor(), confirming, { id, nonce }))).toBe("request_expired");
    expect(await recordedKinds(own.owner, proving)).toEqual(["refusal request_expired"]);
    expect(await recordedKinds(own.owner, confirming)).toEqual(["refusal request_expired"]);
    expect(await retried(id)).toBe(0);
  });

  it("is withdrawn by its requester alone, and then neither proved nor run", async () => {
    const { id, nonce } = await ready(responder, await retry());
    const withdraw = { operation: "request.withdraw", input: { id } };
    expect(codeOf(await performRoutine(await admin.actor(), newRef(), withdraw))).toBe("request_not_yours");
    expect(codeOf(await performRoutine(await responder.actor(), newRef(), withdraw))).toBe("ok");
    expect(codeOf(await performRoutine(await responder.actor(), newRef(), withdraw))).toBe("request_wrong_state");
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), { id, nonce }))).toBe("request_wrong_state");
    expect(codeOf(await proveRequest(await responder.freshProof(), newRef(), { id }))).toBe("request_wrong_state");
    expect([await stateOf(id), await retried(id)]).toEqual(["withdrawn", 0]);
  });

  it("waits while Clerk can't say whether its requester still holds the role", async () => {
    const { id, nonce } = await ready(responder, await retry());
    const actor = await responder.actor();
    await control.setFault("clerk-console", { outage: true });
    const ref = newRef();
    try {
      expect(codeOf(await confirmRequest(actor, ref, { id, nonce }))).toBe("role_unconfirmed");
    } finally {
      await control.clearFault("clerk-console");
    }
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal role_unconfirmed"]);
    expect([await stateOf(id), await retried(id)]).toEqual(["ready", 0]);
    const again = () => confirmRequest(actor, newRef(), { id, nonce }).then(codeOf);
    await expect.poll(again, { timeout: 10_000 }).toBe("ok");
  });
});
