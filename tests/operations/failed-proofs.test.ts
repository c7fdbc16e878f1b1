import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import type { GivenProof } from "@/lib/operations/perform/spend-proof";
import type { PasskeyProof } from "@/lib/passkeys/shapes";
import { codeOf, must, newRef, ready } from "../support/acts";
import { decide, inventPeople, stateOf } from "../support/approvals";
import { Outbox } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { enrol, type Held, proofBy, provedBy, verdictOnRecord } from "../support/passkeys";
import { ari, jae, mina, type Person } from "../support/people";
import { recordedKinds } from "../support/record";

let own: OwnConsole;
let outbox: Outbox;
let responder: Person;
let admin: Person;
let other: Person;

beforeAll(async () => {
  own = await enterOwnConsole();
  outbox = new Outbox();
  [responder, admin, other] = await Promise.all([mina(), jae(), ari()]);
});
beforeEach(() => own.owner.query("UPDATE passkeys SET removed_at = now() WHERE removed_at IS NULL"));
afterAll(async () => {
  await outbox.close();
  await own.close();
});

const retry = async () => ({ operation: "delivery.retry", input: { id: (await outbox.row()).id } });

async function asked(person = responder): Promise<{ id: string; digest: string }> {
  return must(await requestOperation(await person.actor(), newRef(), { ...(await retry()), reason: "RP confirmed" }));
}
const passkey = (proof: PasskeyProof): GivenProof => ({ kind: "passkey", ...proof });

async function prove(person: Person, id: string, proof: PasskeyProof): Promise<string> {
  return codeOf(await proveRequest(await person.actor(), newRef(), { id, proof: passkey(proof) }));
}

describe("B-15 five proofs that do not hold", () => {
  const failAt = async (
    person: Person,
    held: Held,
    request: { id: string; digest: string },
    times: number,
  ): Promise<string[]> => {
    const codes: string[] = [];
    for (let time = 0; time < times; time += 1)
      codes.push(
        await prove(person, request.id, proofBy(held, await person.actor(), request, { userVerified: false })),
      );
    return codes;
  };
  const unlock = () => own.owner.query("DELETE FROM proof_locks");

  it("B-15 close the request, lock the session for 15 min by database time, and page the admins", async () => {
    const held = await enrol(responder);
    const request = await asked();
    const refs = newRef();
    expect(await failAt(responder, held, request, 4)).toEqual(Array(4).fill("passkey_user_unverified"));
    expect(await stateOf(own, request.id)).toBe("draft");
    const bad = proofBy(held, await responder.actor(), request, { userVerified: false });
    const fifth = await proveRequest(await responder.actor(), refs, { id: request.id, proof: passkey(bad) });
    expect(fifth).toMatchObject({ ok: false, refusal: { code: "proof_locked", facts: { retryAfterSeconds: 900 } } });
    expect(await recordedKinds(own.owner, refs)).toEqual(["failure proof_locked", "refusal proof_locked"]);
    const { rows } = await own.owner.query("SELECT state, failure_code FROM action_requests WHERE id = $1", [
      request.id,
    ]);
    expect(rows).toEqual([{ state: "denied", failure_code: "proof_locked" }]);
    const notices = await own.owner.query("SELECT kind, urgency, roles FROM notices WHERE href = $1", [
      `/operations/${request.id}`,
    ]);
    expect(notices.rows).toEqual([{ kind: "proof.locked", urgency: "page", roles: ["admin"] }]);

    const good = await asked();
    const proof = proofBy(held, await responder.actor(), good);
    expect(await prove(responder, good.id, proof)).toBe("proof_locked");
    const clerk = await proveRequest(await responder.freshProof(), newRef(), { id: good.id });
    expect(clerk).toMatchObject({ ok: false, refusal: { code: "proof_locked" } });
    await own.owner.query("UPDATE proof_locks SET locked_until = locked_until - interval '14 minutes 50 seconds'");
    expect(await prove(responder, good.id, proof)).toBe("proof_locked");
    await own.owner.query("UPDATE proof_locks SET locked_until = now()");
    expect(await prove(responder, good.id, proof)).toBe("ok");
    expect(await verdictOnRecord(own)).toBe("intact");
  });

  it("B-15 can't be used against anybody else: not another session, not another person, not another's request", async () => {
    const [held, theirs] = [await enrol(responder), await enrol(other)];
    const request = await asked();
    await failAt(responder, held, request, 5);
    const elsewhere = await mina();
    const mineElsewhere = await asked(elsewhere);
    expect(await prove(elsewhere, mineElsewhere.id, proofBy(held, await elsewhere.actor(), mineElsewhere))).toBe("ok");
    await unlock();

    const [personId] = await inventPeople(own, 1);
    const { id } = await ready(responder, await retry());
    const stranger = await asked();
    for (let time = 0; time < 6; time += 1)
      expect(await prove(other, stranger.id, proofBy(theirs, await other.actor(), stranger))).toBe("nonce_foreign");
    expect([await stateOf(own, id), await stateOf(own, stranger.id)]).toEqual(["ready", "draft"]);

    const mine = await enrol(admin);
    const grave = await provedBy(mine, admin, {
      operation: "person.grant-role",
      input: { people: [personId], role: "manager" },
    });
    const digest = "ab".repeat(32);
    const bad = async () => passkey(proofBy(theirs, await other.actor(), { id: grave.id, digest, purpose: "deny" }));
    for (let time = 0; time < 4; time += 1)
      expect(codeOf(await decide(own, other, { id: grave.id, decision: "deny", proof: await bad() }))).toBe(
        "passkey_invalid",
      );
    expect(codeOf(await decide(own, other, { id: grave.id, decision: "deny", proof: await bad() }))).toBe(
      "proof_locked",
    );
    expect(await stateOf(own, grave.id)).toBe("awaiting_approval");
    const again = await ari();
    expect(codeOf(await decide(own, again, { id: grave.id }))).toBe("ok");
    await unlock();
  });

  it("B-15 is counted request by request, also when they come at once, and by whatever way they are tried", async () => {
    const held = await enrol(responder);
    const [first, second] = [await asked(), await asked()];
    await failAt(responder, held, first, 4);
    expect(await failAt(responder, held, second, 1)).toEqual(["passkey_user_unverified"]);
    const actor = await responder.actor();
    const bad = passkey(proofBy(held, actor, second, { userVerified: false }));
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => proveRequest(actor, newRef(), { id: second.id, proof: bad })),
    );
    expect(answers.map(codeOf)).toContain("proof_locked");
    expect(await stateOf(own, second.id)).toBe("denied");
    await unlock();
    const third = await asked();
    const stale = await (await mina()).actor();
    const session = { ...actor, factor: stale.factor };
    const codes: string[] = [];
    for (let time = 0; time < 5; time += 1) codes.push(codeOf(await proveRequest(session, newRef(), { id: third.id })));
    expect(codes).toEqual([...Array<string>(4).fill("insufficient_user_authentication"), "proof_locked"]);
    await unlock();
  });
});
