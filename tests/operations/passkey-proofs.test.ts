import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyAssertion } from "@/lib/access/passkey";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import type { GivenProof } from "@/lib/operations/perform/spend-proof";
import { proofChallenge } from "@/lib/passkeys/rules/check-assertion";
import type { PasskeyProof } from "@/lib/passkeys/shapes";
import { codeOf, must, newRef } from "../support/acts";
import { decide, granted, inventPeople, runApproved, stateOf } from "../support/approvals";
import { type Algorithm, otherRoot } from "../support/authenticator";
import { Outbox } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { enrol, type Held, newPasskey, proofBy, provedBy, verdictOnRecord } from "../support/passkeys";
import { ari, jae, mina, type Person } from "../support/people";
import { recorded, recordedKinds, whileRecordIsShut } from "../support/record";

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

async function prove(person: Person, id: string, proof: PasskeyProof, ref = newRef()): Promise<string> {
  return codeOf(await proveRequest(await person.actor(), ref, { id, proof: passkey(proof) }));
}

describe("a proof by passkey", () => {
  it.each(["ES256", "RS256", "EdDSA"] as const satisfies Algorithm[])(
    "lets a request run, by %s; the record holds what was signed and finds it good",
    async (algorithm) => {
      const held = await enrol(responder, { algorithm });
      const { id, result, ref } = await provedBy(held, responder, await retry());
      const { state, nonce } = must(result);
      expect(state).toBe("ready");
      const [row, ...more] = await recorded(own.owner, ref);
      expect(more).toEqual([]);
      expect(row).toMatchObject({
        kind: "proof",
        operation: "delivery.retry",
        requestId: id,
        facts: { proof: "passkey", purpose: "request", passkeyId: held.id, origin: own.env.PUBLIC_ORIGIN },
      });
      const ran = newRef();
      expect(codeOf(await confirmRequest(await responder.actor(), ran, { id, nonce: nonce ?? "" }))).toBe("ok");
      expect(await recorded(own.owner, ran)).toMatchObject([{ kind: "intent", facts: { proof: "passkey" } }, {}]);
      expect(await verdictOnRecord(own)).toBe("intact");
      const { rows } = await own.owner.query(
        "SELECT last_used_at > now() - interval '1 minute' AS used FROM passkeys WHERE id = $1",
        [held.id],
      );
      expect(rows).toEqual([{ used: true }]);
    },
  );

  it.each([
    ["approve", "approved"],
    ["deny", "denied"],
  ] as const)("lets another person %s, and neither proof serves for the other", async (decision, decided) => {
    const [mine, theirs] = [await enrol(admin), await enrol(other)];
    const [personId] = await inventPeople(own, 1);
    const input = { people: [personId], role: "manager" };
    const { id, result } = await provedBy(mine, admin, { operation: "person.grant-role", input });
    expect(must(result).state).toBe("awaiting_approval");
    const { rows } = await own.owner.query<{ digest: string }>("SELECT digest FROM action_requests WHERE id = $1", [
      id,
    ]);
    const digest = rows[0]?.digest ?? "";
    const actor = await other.actor();
    const by = (purpose: "approve" | "deny" | "request") => passkey(proofBy(theirs, actor, { id, digest, purpose }));
    const ref = newRef();
    for (const wrong of ["request", decision === "approve" ? "deny" : "approve"] as const)
      expect(codeOf(await decide(own, other, { id, decision, proof: by(wrong) }))).toBe("passkey_invalid");
    expect(await stateOf(own, id)).toBe("awaiting_approval");
    expect(codeOf(await decide(own, other, { id, decision, proof: by(decision), ref }))).toBe("ok");
    expect(await recorded(own.owner, ref)).toMatchObject([
      { kind: "proof", requestId: id, digest, facts: { purpose: decision, passkeyId: theirs.id } },
      { kind: "decision", facts: { decision: decided, proof: "passkey" } },
    ]);
    if (decision === "approve") expect(codeOf(await runApproved(admin, id))).toBe("ok");
    expect(await granted(own, id)).toBe(decision === "approve" ? 1 : 0);
    expect(await verdictOnRecord(own)).toBe("intact");
  });

  it("enrols the next passkey and removes the last, so that Clerk is needed for the first alone", async () => {
    const first = await enrol(responder);
    const input = await newPasskey(await responder.actor());
    const { id, result } = await provedBy(first, responder, { operation: "passkey.add", input });
    const { nonce } = must(result);
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), { id, nonce: nonce ?? "" }))).toBe("ok");
    // A passkey may prove its own removal: it is there until that runs.
    const gone = await provedBy(first, responder, { operation: "passkey.remove", input: { id: first.id } });
    const last = { id: gone.id, nonce: must(gone.result).nonce ?? "" };
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), last))).toBe("ok");
    expect(codeOf((await provedBy(first, responder, await retry())).result)).toBe("passkey_not_found");
    expect(await verdictOnRecord(own)).toBe("intact");
  });

  type Given = { held: Held; person: Person; id: string; digest: string };
  const at = (ms: number): Date => new Date(Date.now() + ms);
  const bent: [string, string, (given: Given) => Promise<PasskeyProof>][] = [
    ["without a check of the person", "passkey_user_unverified", (g) => signed(g, { userVerified: false })],
    ["with nobody there", "passkey_invalid", (g) => signed(g, { userPresent: false })],
    ["at another site", "passkey_invalid", (g) => signed(g, { origin: "https://localhost.evil" })],
    ["inside another site's page", "passkey_invalid", (g) => signed(g, { crossOrigin: true })],
    ["for another request", "passkey_invalid", async (g) => signed({ ...g, id: (await asked()).id })],
    ["for other words of it", "passkey_invalid", (g) => signed({ ...g, digest: "ab".repeat(32) })],
    [
      "to approve it",
      "passkey_invalid",
      async (g) => proofBy(g.held, await responder.actor(), { ...g, purpose: "approve" }),
    ],
    ["for another person", "passkey_invalid", async (g) => proofBy(g.held, await admin.actor(), g)],
    ["six minutes ago", "insufficient_user_authentication", (g) => signed(g, { issuedAt: at(-301_000) })],
    ["for a time to come", "insufficient_user_authentication", (g) => signed(g, { issuedAt: at(60_000) })],
    [
      "at another time than it says",
      "passkey_invalid",
      async (g) => ({ ...(await signed(g)), issuedAt: at(-1_000).toISOString() }),
    ],
    ["by a passkey of somebody else", "passkey_not_found", async (g) => signed({ ...g, held: await enrol(admin) })],
    ["by one that nobody enrolled", "passkey_not_found", async (g) => renamed(await signed(g), "AAAA")],
    ["by one that was removed", "passkey_not_found", (g) => signed(g).then(afterRemoval(g))],
    [
      "by another key under its name",
      "passkey_invalid",
      async (g) => renamed(await signed({ ...g, held: await enrol(responder) }), g.held.authenticator.id),
    ],
  ];
  const signed = async (given: Given, bend: Parameters<typeof proofBy>[3] = {}): Promise<PasskeyProof> =>
    proofBy(given.held, await given.person.actor(), given, bend);
  const renamed = (proof: PasskeyProof, id: string): PasskeyProof => ({
    ...proof,
    response: { ...proof.response, id },
  });
  const afterRemoval =
    ({ held }: Given) =>
    async (proof: PasskeyProof): Promise<PasskeyProof> => {
      await own.owner.query("UPDATE passkeys SET removed_at = now() WHERE id = $1", [held.id]);
      return proof;
    };

  it.each(bent)("is none when it was given %s", async (_how, code, bend) => {
    const held = await enrol(responder);
    const request = await asked();
    const proof = await bend({ held, person: responder, ...request });
    const ref = newRef();
    expect(await prove(responder, request.id, proof, ref)).toBe(code);
    expect(await recordedKinds(own.owner, ref)).toEqual([`refusal ${code}`]);
    expect(await stateOf(own, request.id)).toBe("draft");
    const { rows } = await own.owner.query("SELECT FROM proofs WHERE request_id = $1", [request.id]);
    expect(rows).toEqual([]);
  });

  it("is refused by the library alone, too, when its person was not checked", async () => {
    const { authenticator } = await enrol(responder);
    const { personId } = await responder.actor();
    const wanted = { purpose: "request", requestId: personId, digest: "ab".repeat(32), personId } as const;
    const at = new Date().toISOString();
    const judged = async (userVerified: boolean): Promise<string> => {
      const { response } = authenticator.prove({ ...wanted, issuedAt: at }, { userVerified });
      const known = { credentialId: authenticator.id, publicKey: authenticator.cose, counter: 0 };
      return codeOf(await verifyAssertion(response, proofChallenge({ ...wanted, issuedAt: at }), known));
    };
    expect([await judged(true), await judged(false)]).toEqual(["ok", "passkey_user_unverified"]);
  });

  it("serves once: of four at once one passes, and a bent copy of its signature never does", async () => {
    const held = await enrol(responder);
    const request = await asked();
    const actor = await responder.actor();
    const proof = proofBy(held, actor, request);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => proveRequest(actor, newRef(), { id: request.id, proof: passkey(proof) })),
    );
    expect(answers.map(codeOf).toSorted()).toEqual([
      "ok",
      "proof_already_used",
      "proof_already_used",
      "proof_already_used",
    ]);
    const again = { ...proof, response: { ...proof.response, signature: otherRoot(proof.response.signature) } };
    expect(again.response.signature).not.toBe(proof.response.signature);
    expect(await prove(responder, request.id, again)).toBe("proof_already_used");
  });

  it("is refused when its passkey counts backwards, and one that does not count is none the worse", async () => {
    const held = await enrol(responder);
    for (const [counter, code] of [
      [7, "ok"],
      [7, "passkey_counter_behind"],
      [6, "passkey_counter_behind"],
      [0, "passkey_counter_behind"],
      [8, "ok"],
    ] as const) {
      const request = await asked();
      const proof = proofBy(held, await responder.actor(), request, { counter });
      expect([counter, await prove(responder, request.id, proof)]).toEqual([counter, code]);
    }
    const still = await enrol(responder);
    for (let time = 0; time < 2; time += 1)
      expect(codeOf((await provedBy(still, responder, await retry())).result)).toBe("ok");
  });

  it("counts no longer once its passkey is removed", async () => {
    const held = await enrol(responder);
    const { id, result } = await provedBy(held, responder, await retry());
    await own.owner.query("UPDATE passkeys SET removed_at = now() WHERE id = $1", [held.id]);
    const confirmed = { id, nonce: must(result).nonce ?? "" };
    expect(codeOf(await confirmRequest(await responder.actor(), newRef(), confirmed))).toBe(
      "insufficient_user_authentication",
    );
  });

  it("is not spent, and its passkey not used, when the record can't be written", async () => {
    const held = await enrol(responder);
    const request = await asked();
    const proof = proofBy(held, await responder.actor(), request, { counter: 5 });
    const shut = await whileRecordIsShut(own, () => prove(responder, request.id, proof));
    expect(["record_unavailable", "console_database_unreachable"]).toContain(shut);
    const { rows } = await own.owner.query("SELECT counter, last_used_at FROM passkeys WHERE id = $1", [held.id]);
    expect(rows).toEqual([{ counter: "0", last_used_at: null }]);
    expect(await prove(responder, request.id, proof)).toBe("ok");
  });
});
