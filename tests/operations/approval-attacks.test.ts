import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identifyToken } from "@/lib/access/session";
import { systemActor } from "@/lib/access/system";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { decideRequest } from "@/lib/operations/perform/decide";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef, stored } from "../support/acts";
import {
  approvedGrant,
  askedGrant,
  decide,
  digestOf,
  forgetQueue,
  granted,
  grantTo,
  nonceFor,
  noticesOf,
  openQuorum,
  type Quorum,
  revokeSession,
  runApproved,
  stateOf,
  waiting,
  whileBlocked,
} from "../support/approvals";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, jae, type Person, uma } from "../support/people";
import { recordedKinds } from "../support/record";
import { withClaims, without } from "../support/tokens";

let own: OwnConsole;
let people: Quorum;
beforeAll(async () => {
  own = await enterOwnConsole();
  people = await openQuorum(own);
});
afterAll(() => own.close());

const grant = (count = 1) => grantTo(own, count);
const asked = (count = 1) => askedGrant(own, people, count);
const approved = (count = 1) => approvedGrant(own, people, count);

/** Gives an account to another person, as the linking of two accounts would. */
async function whileAccountBelongsTo(account: Person, to: Person, work: () => Promise<void>): Promise<void> {
  const move = (email: string) =>
    own.owner.query(
      "UPDATE person_accounts SET person_id = (SELECT id FROM people WHERE email = $2) WHERE clerk_user_id = $1",
      [clerkUserId, email],
    );
  const { clerkUserId } = await account.actor();
  await move(to.email);
  try {
    await work();
  } finally {
    await move(account.email);
  }
}

describe("B-01 nobody approves their own", () => {
  it("not the requester", async () => {
    const id = await asked();
    const ref = newRef();
    expect(codeOf(await decide(own, people.requester, { id, ref }))).toBe("self_approval");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal self_approval"]);
    expect(await stateOf(own, id)).toBe("awaiting_approval");
  });

  it("not by a second account of the same person", async () => {
    const id = await asked();
    await whileAccountBelongsTo(people.approver, people.requester, async () => {
      expect(codeOf(await decide(own, people.approver, { id }))).toBe("self_approval");
    });
    expect(await stateOf(own, id)).toBe("awaiting_approval");
  });

  it("not by an account that turned out to be the requester's after it approved", async () => {
    const id = await approved();
    await whileAccountBelongsTo(people.approver, people.requester, async () => {
      expect(codeOf(await runApproved(people.requester, id))).toBe("approval_missing");
    });
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["awaiting_approval", 0]);
  });

  it("not the worker, nor who is no admin, nor who is not signed in", async () => {
    const id = await asked();
    const ask = {
      id,
      digest: await digestOf(own, id),
      decision: "approve",
      reason: "",
      proof: { kind: "clerk" },
    } as const;
    expect(codeOf(await decideRequest(systemActor(), newRef(), ask))).toBe("not_allowed");
    expect(codeOf(await decide(own, people.responder, { id }))).toBe("not_allowed");
    expect(codeOf(await decideRequest(await identifyToken(null), newRef(), ask))).toBe("not_signed_in");
    expect(await stateOf(own, id)).toBe("awaiting_approval");
  });
});

describe("B-02 the nonce of an approved request", () => {
  it("passes once of fifty at once, and never again", async () => {
    const id = await approved(3);
    const actor = await people.requester.actor();
    const nonce = await nonceFor(actor, id);
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirmRequest(actor, newRef(), { id, nonce })));
    expect(answers.map(codeOf).toSorted()).toEqual([...Array<string>(49).fill("nonce_used"), "ok"]);
    expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce }))).toBe("nonce_used");
    expect(await granted(own, id)).toBe(3);
  });

  it("is shown to nobody else and to no other session, and is worth nothing to them", async () => {
    const id = await approved();
    const nonce = await nonceFor(await people.requester.actor(), id);
    for (const stranger of [people.approver, await jae()]) {
      expect(await nonceFor(await stranger.actor(), id)).toBe("");
      expect(codeOf(await confirmRequest(await stranger.actor(), newRef(), { id, nonce }))).toBe("nonce_foreign");
    }
    expect(await granted(own, id)).toBe(0);
  });

  it("is worth nothing after its session ended, although the token still verifies", async () => {
    await forgetQueue(own);
    const leaving = await jae();
    const id = await waiting(leaving, await grant());
    must(await decide(own, people.approver, { id }));
    const actor = await leaving.actor();
    const nonce = await nonceFor(actor, id);
    await revokeSession(leaving.sessionId);
    expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce }))).toBe("session_ended");
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["ready", 0]);
  });
});

describe("B-03 what was approved is what runs", () => {
  it.each([
    ["its input", `input_text = replace(input_text, 'manager', 'admin')`],
    ["its target", `target_text = '[]'`],
    ["what was shown", `shown_text = 'null'`],
    ["that it needs another person", `second_person = false`],
    ["whose offer it is", `offered_by = requester_id`],
  ])("after %s was edited in the database it is closed, and the admins are told", async (_what, edit) => {
    const id = await approved();
    const nonce = await nonceFor(await people.requester.actor(), id);
    await own.owner.query(`UPDATE action_requests SET ${edit} WHERE id = $1`, [id]);
    expect(codeOf(await confirmRequest(await people.requester.actor(), newRef(), { id, nonce }))).toBe(
      "digest_mismatch",
    );
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["denied", 0]);
    expect(await noticesOf(own, id, "request.tampered")).toBe(1);
  });

  it("an edit before the approval can't be approved either", async () => {
    const id = await asked();
    await own.owner.query("UPDATE action_requests SET reason = 'another' WHERE id = $1", [id]);
    expect(codeOf(await decide(own, people.approver, { id }))).toBe("digest_mismatch");
    expect(await stateOf(own, id)).toBe("denied");
  });

  it("an approval is worth nothing for another digest than it was given for", async () => {
    const id = await approved();
    const nonce = await nonceFor(await people.requester.actor(), id);
    await own.owner.query("UPDATE approvals SET digest = repeat('0', 64) WHERE request_id = $1", [id]);
    expect(codeOf(await confirmRequest(await people.requester.actor(), newRef(), { id, nonce }))).toBe(
      "approval_missing",
    );
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["awaiting_approval", 0]);
  });
});

it("B-07 an approver who was demoted a second ago decides nothing, whatever their token says", async () => {
  const id = await asked();
  const actor = await people.approver.freshProof();
  const said = {
    id,
    digest: await digestOf(own, id),
    decision: "approve",
    reason: "",
    proof: { kind: "clerk" },
  } as const;
  const answer = await whileBlocked(own, people.approver, () => decideRequest(actor, newRef(), said));
  expect(codeOf(answer)).toBe("not_allowed");
  expect(await stateOf(own, id)).toBe("awaiting_approval");
});

it("B-08 a requester who was demoted before the run is refused", async () => {
  const id = await approved();
  const actor = await people.requester.actor();
  const nonce = await nonceFor(actor, id);
  const answer = await whileBlocked(own, people.requester, () => confirmRequest(actor, newRef(), { id, nonce }));
  expect(codeOf(answer)).toBe("not_allowed");
  expect(await granted(own, id)).toBe(0);
});

describe("B-10 a proof belongs to the session that asked", () => {
  it("a step-up in another session of the same person proves nothing here", async () => {
    const id = await stored(await people.requester.actor(), await grant());
    const elsewhere = await jae();
    expect(codeOf(await proveRequest(await elsewhere.freshProof(), newRef(), { id }))).toBe("nonce_foreign");
    expect(await stateOf(own, id)).toBe("draft");
  });

  it("a token from before the step-up decides nothing", async () => {
    const id = await asked();
    const fresh = await ari();
    const before = await fresh.actor();
    await fresh.freshProof();
    const digest = await digestOf(own, id);
    const ask = { id, digest, decision: "approve", reason: "", proof: { kind: "clerk" } } as const;
    expect(codeOf(await decideRequest(before, newRef(), ask))).toBe("insufficient_user_authentication");
    expect(await stateOf(own, id)).toBe("awaiting_approval");
  });

  it("one step-up decides one request", async () => {
    const [first, second] = [await asked(), await waiting(people.second, await grant())];
    const proof = await people.approver.freshProof();
    const say = async (id: string) =>
      ({ id, digest: await digestOf(own, id), decision: "deny", reason: "no", proof: { kind: "clerk" } }) as const;
    expect(codeOf(await decideRequest(proof, newRef(), await say(first)))).toBe("ok");
    expect(codeOf(await decideRequest(proof, newRef(), await say(second)))).toBe("proof_already_used");
  });
});

describe("B-11 nobody is made to run or approve what they did not see", () => {
  it("an id that nobody stored runs nothing, whoever brings it", async () => {
    const ask = { id: "0199aaaa-0000-7000-8000-000000000000", nonce: "x" };
    expect(codeOf(await confirmRequest(await people.requester.actor(), newRef(), ask))).toBe("request_not_found");
    const worker = await performRoutine(systemActor(), newRef(), await grant());
    expect(codeOf(worker)).toBe("not_allowed");
  });

  it("an approval names the digest that was on the screen", async () => {
    const id = await asked();
    expect(codeOf(await decide(own, people.approver, { id, digest: "0".repeat(64) }))).toBe("digest_mismatch");
    expect(await stateOf(own, id)).toBe("awaiting_approval");
  });

  it("a request that was not approved does not run, even when the database says that it may", async () => {
    const id = await asked();
    await own.owner.query("UPDATE action_requests SET state = 'ready' WHERE id = $1", [id]);
    expect(codeOf(await runApproved(people.requester, id))).toBe("approval_missing");
    expect(await granted(own, id)).toBe(0);
  });
});

it("B-13 who has no second factor approves nothing and asks for nothing", async () => {
  const id = await asked();
  const visitor = await (await uma()).identified();
  const ask = {
    id,
    digest: await digestOf(own, id),
    decision: "approve",
    reason: "",
    proof: { kind: "clerk" },
  } as const;
  expect(codeOf(await decideRequest(visitor, newRef(), ask))).toBe("no_second_factor");
  expect(codeOf(await requestOperation(visitor, newRef(), { ...(await grant()), reason: "please" }))).toBe(
    "no_second_factor",
  );
});

it.each([
  ["organisation", "o", "wrong_organisation"],
  ["age of the factors", "fva", "no_second_factor"],
  ["reverification", "rvid", "rvid_claim_missing"],
])("B-14 an approval from a token without its %s is refused by that alone", async (_what, claim, code) => {
  const id = await asked();
  await people.approver.freshProof();
  const bent = await identifyToken(await withClaims(await people.approver.token(), (claims) => without(claims, claim)));
  const ask = {
    id,
    digest: await digestOf(own, id),
    decision: "approve",
    reason: "",
    proof: { kind: "clerk" },
  } as const;
  expect(codeOf(await decideRequest(bent, newRef(), ask))).toBe(code);
  expect(await stateOf(own, id)).toBe("awaiting_approval");
});
