import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleDb } from "@/lib/core/db";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { offerRequest } from "@/lib/operations/perform/offer";
import { ownRequest } from "@/lib/operations/perform/own-request";
import { proveRequest } from "@/lib/operations/perform/prove";
import { performRoutine } from "@/lib/operations/perform/routine";
import { runRequest } from "@/lib/operations/perform/run-request";
import { findRequest, findStoredRequest } from "@/lib/requests/queries/find-request";
import { startRequest } from "@/lib/requests/writes/move-request";
import { codeOf, must, newRef, ready } from "../support/acts";
import {
  decide,
  digestOf,
  forgetQueue,
  granted,
  grantTo,
  noticesOf,
  openQuorum,
  type Quorum,
  runApproved,
  stateOf,
  waiting,
} from "../support/approvals";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { enrol, proofBy } from "../support/passkeys";
import { recordedKinds } from "../support/record";

let own: OwnConsole;
let quorum: Quorum;
beforeAll(async () => {
  own = await enterOwnConsole();
  quorum = await openQuorum(own);
});
afterAll(() => own.close());

/** Jae asks for four people; Ari offers two of them. */
async function offered(): Promise<{ original: string; offer: string; people: string[] }> {
  await forgetQueue(own);
  const ask = await grantTo(own, 4);
  const original = await waiting(quorum.requester, ask);
  const people = ask.input.people.slice(0, 2);
  const answer = await offerRequest(await quorum.approver.actor(), newRef(), {
    id: original,
    input: { ...ask.input, people },
  });
  return { original, offer: must(answer).id, people };
}

describe("a counter-offer", () => {
  it("takes the place of the request once its author approves it, and runs as the requester's own after one new proof", async () => {
    const { original, offer, people } = await offered();
    expect(await stateOf(own, original)).toBe("awaiting_approval");
    const ref = newRef();
    must(await decide(own, quorum.approver, { id: offer, ref }));
    expect(await recordedKinds(own.owner, ref)).toEqual(["decision"]);
    expect([await stateOf(own, original), await stateOf(own, offer)]).toEqual(["superseded", "draft"]);
    expect(await noticesOf(own, offer, "approval.offered")).toBe(1);
    const requester = await quorum.requester.actor();
    expect(await findRequest(requester, original)).toMatchObject({ state: "superseded", supersededBy: offer });
    expect(await findRequest(requester, offer)).toMatchObject({ own: true, supersedes: original, nonce: null });
    expect(codeOf(await runApproved(quorum.requester, offer))).toBe("nonce_invalid");
    expect(must(await proveRequest(await quorum.requester.freshProof(), newRef(), { id: offer })).state).toBe("ready");
    expect(must(await runApproved(quorum.requester, offer)).outcome.facts).toMatchObject({ granted: 2 });
    const { rows } = await own.owner.query<{ id: string }>(
      "SELECT person_id::text AS id FROM role_grants WHERE request_id = $1",
      [offer],
    );
    expect(rows.map(({ id }) => id).toSorted()).toEqual(people.toSorted());
    expect(await granted(own, original)).toBe(0);
  });

  it("is nothing that its requester could prove before its author stands to it", async () => {
    const { offer } = await offered();
    expect(codeOf(await proveRequest(await quorum.requester.freshProof(), newRef(), { id: offer }))).toBe(
      "request_expired",
    );
    expect(await stateOf(own, offer)).toBe("draft");
  });

  it("is approved by its author alone", async () => {
    const { original, offer } = await offered();
    expect(codeOf(await decide(own, quorum.second, { id: offer }))).toBe("request_wrong_state");
    expect(codeOf(await decide(own, quorum.requester, { id: offer }))).toBe("self_approval");
    expect(await stateOf(own, original)).toBe("awaiting_approval");
  });

  it("comes too late for a request that was withdrawn or denied meanwhile", async () => {
    const first = await offered();
    const withdraw = { operation: "request.withdraw", input: { id: first.original } };
    must(await performRoutine(await quorum.requester.actor(), newRef(), withdraw));
    expect(codeOf(await decide(own, quorum.approver, { id: first.offer }))).toBe("request_wrong_state");
    const second = await offered();
    must(await decide(own, quorum.second, { id: second.original, decision: "deny" }));
    expect(codeOf(await decide(own, quorum.approver, { id: second.offer }))).toBe("request_wrong_state");
    expect([await stateOf(own, first.original), await stateOf(own, second.original)]).toEqual(["withdrawn", "denied"]);
  });

  it("asks for less of the same, of what can be divided, from somebody else", async () => {
    await forgetQueue(own);
    const ask = await grantTo(own, 2);
    const id = await waiting(quorum.requester, ask);
    const [first] = ask.input.people;
    const other = (await grantTo(own)).input.people;
    const approver = await quorum.approver.actor();
    const offer = async (input: unknown) => codeOf(await offerRequest(approver, newRef(), { id, input }));
    expect(await offer(ask.input)).toBe("offer_not_narrower");
    expect(await offer({ ...ask.input, people: [...ask.input.people, ...other] })).toBe("offer_not_narrower");
    expect(await offer({ ...ask.input, people: other })).toBe("offer_not_narrower");
    expect(await offer({ people: [first], role: "admin" })).toBe("offer_not_narrower");
    expect(await offer({ people: [], role: "manager" })).toBe("invalid_input");
    const self = await offerRequest(await quorum.requester.actor(), newRef(), {
      id,
      input: { ...ask.input, people: [first] },
    });
    expect(codeOf(self)).toBe("self_approval");
    const responder = await offerRequest(await quorum.responder.actor(), newRef(), { id, input: ask.input });
    expect(codeOf(responder)).toBe("not_allowed");
  });

  it("is not made of an act that is one thing", async () => {
    await forgetQueue(own);
    const id = await waiting(quorum.responder, { operation: "relying-party.switch-on", input: { id: "120" } });
    const answer = await offerRequest(await quorum.approver.actor(), newRef(), { id, input: { id: "120" } });
    expect(codeOf(answer)).toBe("not_divisible");
  });
});

describe("an emergency act", () => {
  it("runs without a second person, owes a review within a day and tells every admin, in the moment of its intent", async () => {
    const person = (await grantTo(own)).input.people[0] ?? "";
    const { id, nonce } = await ready(quorum.requester, { operation: "person.lock-out", input: { id: person } });
    const none = await own.owner.query("SELECT 1 FROM reviews WHERE subject_id = $1", [id]);
    expect(none.rowCount).toBe(0);
    must(await confirmRequest(await quorum.requester.actor(), newRef(), { id, nonce }));
    const { rows } = await own.owner.query<{ hours: number; filed: boolean }>(
      `SELECT extract(epoch FROM due_at - started_at)::float8 / 3600 AS hours, filed_at IS NOT NULL AS filed
         FROM reviews JOIN action_requests ON action_requests.id = subject_id WHERE subject_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ hours: 24, filed: false }]);
    expect(await noticesOf(own, id, "emergency.ran")).toBe(1);
    const due = await own.owner.query(
      "SELECT 1 FROM notices JOIN reviews ON dedup_key = 'review.due/' || reviews.id AND actor_id = ANY(person_ids) WHERE subject_id = $1",
      [id],
    );
    expect(due.rowCount).toBe(1);
  });
});

it("an approval by a passkey that was removed since no longer counts", async () => {
  await forgetQueue(own);
  const id = await waiting(quorum.requester, await grantTo(own));
  const passkey = await enrol(quorum.approver);
  const actor = await quorum.approver.actor();
  const signed = proofBy(passkey, actor, { id, digest: await digestOf(own, id), purpose: "approve" });
  must(await decide(own, quorum.approver, { id, proof: { kind: "passkey", ...signed } }));
  await own.owner.query("UPDATE passkeys SET removed_at = now() WHERE id = $1", [passkey.id]);
  expect(codeOf(await runApproved(quorum.requester, id))).toBe("approval_missing");
  expect([await stateOf(own, id), await granted(own, id)]).toEqual(["awaiting_approval", 0]);
});

describe("the last statement before a run", () => {
  it("does not start what nobody approved, even when every gate before it was passed", async () => {
    await forgetQueue(own);
    const id = await waiting(quorum.requester, await grantTo(own));
    await own.owner.query("UPDATE action_requests SET state = 'ready' WHERE id = $1", [id]);
    const request = await findStoredRequest(id);
    if (!request?.proofId) throw new Error("there is no proved request");
    const { digest, proofId } = request;
    expect(await consoleDb().$transaction((tx) => startRequest(tx, { id, digest, proofId }))).toBe(false);
    must(await decide(own, quorum.approver, { id, decision: "deny" }));
    expect(await consoleDb().$transaction((tx) => startRequest(tx, { id, digest, proofId }))).toBe(false);
  });

  it("a run that was given up meanwhile leaves nothing of its act behind when it wakes", async () => {
    await forgetQueue(own);
    const id = await waiting(quorum.requester, await grantTo(own));
    must(await decide(own, quorum.approver, { id }));
    const asleep = must(await ownRequest(await quorum.requester.actor(), id));
    await own.owner.query("UPDATE action_requests SET state = 'failed' WHERE id = $1", [id]);
    const about = { operation: asleep.operation.name, ref: newRef(), requestId: id };
    await expect(
      runRequest(asleep, about, { input: JSON.parse(asleep.request.inputText), confided: undefined }),
    ).rejects.toThrow("given up");
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["failed", 0]);
  });
});
