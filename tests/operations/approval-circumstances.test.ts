import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { systemActor } from "@/lib/access/system";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { decideRequest } from "@/lib/operations/perform/decide";
import { inspectRequest } from "@/lib/operations/perform/inspect";
import { previewOperation } from "@/lib/operations/perform/preview";
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
import { control } from "../support/control";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari } from "../support/people";
import { recordedKinds } from "../support/record";
import { whileRolesAre } from "../support/roles";

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

/** Changes the roles of some of a request's people, so that they are no longer what was frozen. */
const change = async (id: string, count: number): Promise<string[]> => {
  const { rows } = await own.owner.query<{ id: string }>(
    `INSERT INTO role_grants (id, person_id, role)
     SELECT gen_random_uuid(), person::uuid, 'responder'
       FROM action_requests, jsonb_array_elements_text(input_text::jsonb -> 'people') AS person WHERE action_requests.id = $1
      ORDER BY person LIMIT $2 RETURNING person_id::text AS id`,
    [id, count],
  );
  await own.owner.query(
    "INSERT INTO role_blocks (id, person_id, role) SELECT gen_random_uuid(), unnest($1::uuid[]), 'responder'",
    [rows.map((row) => row.id)],
  );
  return rows.map((row) => row.id).toSorted();
};

describe("B-04 a set that changed since its approval", () => {
  it("up to a tenth: who changed is skipped and listed, the rest runs", async () => {
    const id = await approved(20);
    const changed = await change(id, 2);
    const { outcome } = must(await runApproved(people.requester, id));
    expect(outcome.facts).toMatchObject({ granted: 18, skipped: 2 });
    const skipped = outcome.facts?.skippedPeople;
    expect(Array.isArray(skipped) ? skipped.toSorted() : skipped).toEqual(changed);
    expect(await granted(own, id)).toBe(18);
  });

  it("more than a tenth: it is held for a new approval, which weighs the world as it is then", async () => {
    const id = await approved(20);
    await change(id, 3);
    expect(await runApproved(people.requester, id)).toMatchObject({
      ok: false,
      refusal: { code: "target_drifted", facts: { changed: 3, total: 20 } },
    });
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["awaiting_approval", 0]);
    expect(await noticesOf(own, id, "approval.lost")).toBe(1);
    const inspected = must(await inspectRequest(await people.approver.actor(), newRef(), { id }));
    expect(inspected.drift).toEqual({ changed: 3, total: 20 });
    must(await decide(own, people.second, { id }));
    expect(must(await runApproved(people.requester, id)).outcome.facts).toMatchObject({ granted: 17, skipped: 3 });
  });
});

describe("B-05 time is the database's", () => {
  const late = (column: string, id: string) =>
    own.owner.query(`UPDATE action_requests SET ${column} = now() - interval '1 second' WHERE id = $1`, [id]);

  it("an approval a second late opens nothing", async () => {
    const id = await asked();
    await late("approve_by", id);
    expect(codeOf(await decide(own, people.approver, { id }))).toBe("request_wrong_state");
    expect(await stateOf(own, id)).toBe("awaiting_approval");
    must(await performRoutine(systemActor(), newRef(), { operation: "request.sweep", input: {} }));
    expect(await stateOf(own, id)).toBe("expired");
    expect(await noticesOf(own, id, "request.expired")).toBe(1);
  });

  it("a run a second late does not start", async () => {
    const id = await approved();
    await late("execute_by", id);
    expect(codeOf(await runApproved(people.requester, id))).toBe("request_expired");
    expect(await granted(own, id)).toBe(0);
  });

  it.each([-10, 10])("a clock of ours that is %i minutes off changes neither", async (minutes) => {
    const [open, over] = [await approved(), await approved()];
    await late("execute_by", over);
    const actor = await people.requester.actor();
    const [nonce, lateNonce] = [await nonceFor(actor, open), await nonceFor(actor, over)];
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
    try {
      expect(codeOf(await confirmRequest(actor, newRef(), { id: over, nonce: lateNonce }))).toBe("request_expired");
      expect(codeOf(await confirmRequest(actor, newRef(), { id: open, nonce }))).toBe("ok");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("B-06 races end in one state", () => {
  it("of two approvers one opens it, and it runs once", async () => {
    const id = await asked();
    const both = await Promise.all([decide(own, people.approver, { id }), decide(own, people.second, { id })]);
    expect(both.map(codeOf).toSorted()).toEqual(["ok", "request_wrong_state"]);
    expect(await stateOf(own, id)).toBe("ready");
    expect(await noticesOf(own, id, "approval.approved")).toBe(1);
  });

  it.each([1, 2, 3, 4, 5])("a no beats a yes, whoever is faster (round %i)", async () => {
    const id = await asked();
    const [yes, no] = await Promise.all([
      decide(own, people.approver, { id }),
      decide(own, people.second, { id, decision: "deny" }),
    ]);
    expect(["ok", "request_wrong_state"]).toContain(codeOf(yes));
    expect(codeOf(no)).toBe("ok");
    expect(await stateOf(own, id)).toBe("denied");
    expect(codeOf(await runApproved(people.requester, id))).not.toBe("ok");
    expect(await granted(own, id)).toBe(0);
  });

  it.each([1, 2, 3])("a yes and a withdrawal leave it withdrawn (round %i)", async () => {
    const id = await asked();
    const requester = await people.requester.actor();
    const withdraw = performRoutine(requester, newRef(), { operation: "request.withdraw", input: { id } });
    await Promise.all([decide(own, people.approver, { id }), withdraw]);
    expect(await stateOf(own, id)).toBe("withdrawn");
  });
});

it("B-09 who asks is told at once when nobody else could approve", async () => {
  const actor = await people.requester.actor();
  const ask = await grant();
  const before = must(await previewOperation(actor, newRef(), ask));
  expect(before.gates.secondPerson).toBe(true);
  expect(before.approvers.length).toBe(2);
  await whileBlocked(own, people.approver, () =>
    whileBlocked(own, people.second, async () => {
      expect(must(await previewOperation(actor, newRef(), ask)).approvers).toEqual([]);
      const stored = must(await requestOperation(actor, newRef(), { ...ask, reason: "nobody is there" }));
      expect(stored.card.approvers).toEqual([]);
    }),
  );
});

describe("B-16 approvers are not flooded", () => {
  it("the same thing waits once", async () => {
    await forgetQueue(own);
    const ask = await grant();
    const first = await waiting(people.requester, ask);
    const again = await stored(await people.requester.actor(), ask);
    expect(await proveRequest(await people.requester.freshProof(), newRef(), { id: again })).toMatchObject({
      ok: false,
      refusal: { code: "already_requested", facts: { requestId: first } },
    });
    expect(await stateOf(own, again)).toBe("draft");
  });

  it("five of one person wait, the sixth does not, and another person is not held up by it", async () => {
    await forgetQueue(own);
    for (let n = 0; n < 5; n++) await waiting(people.requester, await grant());
    const sixth = await stored(await people.requester.actor(), await grant());
    expect(codeOf(await proveRequest(await people.requester.freshProof(), newRef(), { id: sixth }))).toBe(
      "too_many_open_requests",
    );
    expect(await stateOf(own, await waiting(people.second, await grant()))).toBe("awaiting_approval");
  });
});

describe("B-18 the same said twice is one thing", () => {
  it("a second yes of the same person gets the same answer, spends nothing and changes nothing", async () => {
    const id = await asked();
    const proof = await people.approver.freshProof();
    const ask = {
      id,
      digest: await digestOf(own, id),
      decision: "approve",
      reason: "seen",
      proof: { kind: "clerk" },
    } as const;
    const answers = [await decideRequest(proof, newRef(), ask), await decideRequest(proof, newRef(), ask)];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers.map(codeOf)).toEqual(["ok", "ok"]);
    expect((await own.owner.query("SELECT 1 FROM approvals WHERE request_id = $1", [id])).rowCount).toBe(1);
  });

  it("a run that is confirmed again names the request whose page tells how it ended", async () => {
    const id = await approved();
    const actor = await people.requester.actor();
    const nonce = await nonceFor(actor, id);
    must(await confirmRequest(actor, newRef(), { id, nonce }));
    expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce }))).toBe("nonce_used");
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["succeeded", 1]);
  });
});

describe("B-07 an approver who is lost between approval and run does not count", () => {
  const held = async (id: string): Promise<void> => {
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["awaiting_approval", 0]);
    expect(await noticesOf(own, id, "approval.lost")).toBe(1);
  };

  it("demoted", async () => {
    const id = await approved();
    const ref = newRef();
    const answer = await whileBlocked(own, people.approver, () => runApproved(people.requester, id, ref));
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "approval_missing", facts: { because: "not_allowed" } },
    });
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal approval_missing"]);
    await held(id);
    expect(codeOf(await runApproved(people.requester, id))).toBe("nonce_invalid");
    must(await decide(own, people.second, { id }));
    expect(codeOf(await runApproved(people.requester, id))).toBe("ok");
  });

  it("gone from the organisation", async () => {
    const id = await approved();
    const { email } = people.approver;
    const answer = await whileRolesAre(own.owner, { email, roles: [] }, () => runApproved(people.requester, id));
    expect(codeOf(answer)).toBe("approval_missing");
    await held(id);
  });

  it("with a session that was revoked", async () => {
    const id = await asked();
    const leaving = await ari();
    must(await decide(own, leaving, { id }));
    await revokeSession(leaving.sessionId);
    expect(await runApproved(people.requester, id)).toMatchObject({
      ok: false,
      refusal: { code: "approval_missing", facts: { because: "session_ended" } },
    });
    await held(id);
  });

  it("nothing is decided while Clerk can't say: it neither runs nor goes back", async () => {
    const id = await approved();
    const actor = await people.requester.actor();
    const nonce = await nonceFor(actor, id);
    await control.setFault("clerk-console", { outage: true });
    try {
      expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce }))).toBe("role_unconfirmed");
    } finally {
      await control.clearFault("clerk-console");
    }
    expect([await stateOf(own, id), await granted(own, id)]).toEqual(["ready", 0]);
  });
});
