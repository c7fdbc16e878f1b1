import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { offerPasskey } from "@/lib/operations/perform/offer-passkey";
import { previewOperation } from "@/lib/operations/perform/preview";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { listPasskeys, passkeyView } from "@/lib/passkeys/queries/list-passkeys";
import { registrationTokenOf } from "@/lib/passkeys/rules/registration-challenge";
import { codeOf, must, newRef, ready } from "../support/acts";
import type { Algorithm, Authenticator } from "../support/authenticator";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { enrol, newAuthenticator, newPasskey } from "../support/passkeys";
import { jae, mina, type Person, sol } from "../support/people";
import { recorded } from "../support/record";

let own: OwnConsole;
let responder: Person;
let admin: Person;
let manager: Person;

beforeAll(async () => {
  own = await enterOwnConsole();
  [responder, admin, manager] = await Promise.all([mina(), jae(), sol()]);
});
beforeEach(() => own.owner.query("UPDATE passkeys SET removed_at = now() WHERE removed_at IS NULL"));
afterAll(() => own.close());

const preview = async (person: Person, input: unknown): Promise<string> =>
  codeOf(await previewOperation(await person.actor(), newRef(), { operation: "passkey.add", input }));

async function confirmed(person: Person, operation: string, input: unknown, ref = newRef()): Promise<string> {
  const request = await ready(person, { operation, input });
  return codeOf(await confirmRequest(await person.actor(), ref, request));
}

describe("passkey.add", () => {
  it.each(["ES256", "RS256", "EdDSA"] as const satisfies Algorithm[])(
    "enrols a key of the kind %s",
    async (algorithm) => {
      const { id, authenticator, name } = await enrol(responder, { algorithm });
      const [card, ...more] = await listPasskeys(await responder.actor());
      expect(more).toEqual([]);
      expect(card).toMatchObject({ id, credentialId: authenticator.id, name, kept: "device", lastUsedAt: null });
      const { rows } = await own.owner.query("SELECT public_key, transports FROM passkeys WHERE id = $1", [id]);
      expect(rows).toEqual([{ public_key: authenticator.cose, transports: ["internal"] }]);
    },
  );

  it("is for everybody who has a role, and tells one that is synced from one that stays on its device", async () => {
    for (const person of [responder, admin, manager]) await enrol(person, { synced: true });
    for (const person of [responder, admin, manager])
      expect(await listPasskeys(await person.actor())).toMatchObject([{ kept: "synced" }]);
  });

  it("writes the key into the record, and neither its name nor anybody's address", async () => {
    const [authenticator, ref] = [newAuthenticator(), newRef()];
    const input = await newPasskey(await responder.actor(), authenticator, "Secret nickname");
    expect(await confirmed(responder, "passkey.add", input, ref)).toBe("ok");
    const [intent, outcome, ...more] = await recorded(own.owner, ref);
    expect([intent?.kind, outcome?.kind, more]).toEqual(["intent", "outcome", []]);
    expect(outcome?.facts).toMatchObject({ publicKey: authenticator.cose.toString("base64url") });
    expect(JSON.stringify([intent, outcome])).not.toMatch(/Secret nickname|@ops\.example/);
  });

  it("asks the browser for a checked person, a key on the device if it can, no attestation, and none it has", async () => {
    const { authenticator } = await enrol(responder);
    const actor = await responder.actor();
    const { options } = must(await offerPasskey(actor, newRef()));
    expect(options).toMatchObject({
      rp: { id: "localhost" },
      attestation: "none",
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      excludeCredentials: [{ id: authenticator.id, type: "public-key", transports: ["internal"] }],
    });
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -8, -257]);
    expect(Buffer.from(options.challenge, "base64url")).toHaveLength(32);
  });

  type Input = Awaited<ReturnType<typeof newPasskey>>;
  const bent: [string, string, (passkey: Authenticator) => Promise<Input>][] = [
    ["made without a check of the person", "passkey_user_unverified", (key) => made(key, { userVerified: false })],
    ["made at another site", "passkey_invalid", (key) => made(key, { origin: "https://localhost.evil" })],
    ["made for a challenge of its own", "passkey_invalid", (key) => made(key, { challenge: "A".repeat(43) })],
    ["that is in truth a proof", "passkey_invalid", (key) => made(key, { type: "webauthn.get" })],
    ["that names another credential than it holds", "passkey_invalid", async (key) => otherId(await made(key))],
    [
      "with a token that we did not issue",
      "passkey_invalid",
      async (key) => ({ ...(await made(key)), token: registrationTokenOf(new Date(), randomBytes(16)) }),
    ],
    [
      "with a token that is older than ten minutes",
      "passkey_challenge_invalid",
      async (key) => ({
        ...(await made(key)),
        token: registrationTokenOf(new Date(Date.now() - 601_000), randomBytes(16)),
      }),
    ],
  ];
  const made = async (key: Authenticator, bend: Parameters<Authenticator["register"]>[1] = {}): Promise<Input> => {
    const { token, options } = must(await offerPasskey(await responder.actor(), newRef()));
    return { name: "MacBook", token, response: key.register(options, bend) };
  };
  const otherId = (input: Input): Input => ({
    ...input,
    response: { ...input.response, id: randomBytes(32).toString("base64url") },
  });
  it.each(bent)("refuses one %s", async (_how, code, make) => {
    expect(await preview(responder, await make(newAuthenticator()))).toBe(code);
    expect(await listPasskeys(await responder.actor())).toEqual([]);
  });

  it("takes no challenge of another person, nor of another session of the same person", async () => {
    const input = await newPasskey(await responder.actor());
    expect(await preview(admin, input)).toBe("passkey_invalid");
    expect(await preview(await mina(), input)).toBe("passkey_invalid");
    expect(await preview(responder, input)).toBe("ok");
  });

  it("a challenge makes one passkey, whoever is faster", async () => {
    const { token, options } = must(await offerPasskey(await responder.actor(), newRef()));
    const input = (): Input => ({ name: "MacBook", token, response: newAuthenticator().register(options) });
    const [first, second] = [input(), input()];
    const requests = [
      await ready(responder, { operation: "passkey.add", input: first }),
      await ready(responder, { operation: "passkey.add", input: second }),
    ];
    const actor = await responder.actor();
    const codes = await Promise.all(
      requests.map(async (request) => codeOf(await confirmRequest(actor, newRef(), request))),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(await listPasskeys(actor)).toHaveLength(1);
    expect(await preview(responder, input())).toBe("passkey_challenge_invalid");
  });

  it("enrols nobody's passkey twice, not even one that was removed", async () => {
    const { id, authenticator } = await enrol(responder);
    const again = async (person: Person): Promise<string> =>
      preview(person, await newPasskey(await person.actor(), authenticator));
    expect(await again(responder)).toBe("passkey_known");
    expect(await again(admin)).toBe("passkey_known");
    expect(await confirmed(responder, "passkey.remove", { id })).toBe("ok");
    expect(await again(responder)).toBe("passkey_known");
  });

  it("keeps ten of a person, and says so before the eleventh is asked for", async () => {
    // Who was never here has no row to keep them in.
    const actor = await responder.actor();
    await own.owner.query(
      `INSERT INTO passkeys (id, person_id, credential_id, public_key, challenge, counter, transports, aaguid, name,
                             backup_eligible, backed_up)
       SELECT gen_random_uuid(), id, gen_random_uuid(), '', gen_random_uuid(), 0, '{}', gen_random_uuid(), n, false, false
         FROM people, generate_series(1, 10) AS n WHERE email = $1`,
      [responder.email],
    );
    expect(await preview(responder, await newPasskey(actor))).toBe("passkey_limit");
    expect(await preview(admin, await newPasskey(await admin.actor()))).toBe("ok");
  });

  it.each([
    ["", "empty"],
    [" ", "blank"],
    ["x".repeat(61), "too long"],
    ["a\u0000b", "not storable"],
  ])("refuses the name %j: %s", async (name) => {
    const input = { ...(await newPasskey(await responder.actor())), name };
    const ref = newRef();
    const asked = await requestOperation(await responder.actor(), ref, {
      operation: "passkey.add",
      input,
      reason: "new",
    });
    expect(asked).toMatchObject({ ok: false, refusal: { code: "invalid_input", facts: { fields: "name" } } });
  });
});

describe("passkey.remove and passkey.rename", () => {
  it("touch one's own that is in use, and say of every other one that there is none", async () => {
    const { id } = await enrol(responder);
    const rename = async (person: Person): Promise<string> =>
      codeOf(
        await performRoutine(await person.actor(), newRef(), {
          operation: "passkey.rename",
          input: { id, name: " Key on my ring " },
        }),
      );
    const remove = async (person: Person): Promise<string> =>
      codeOf(await previewOperation(await person.actor(), newRef(), { operation: "passkey.remove", input: { id } }));
    expect([await rename(admin), await remove(admin)]).toEqual(["passkey_not_found", "passkey_not_found"]);
    expect([await rename(responder), await remove(responder)]).toEqual(["ok", "ok"]);
    expect(await listPasskeys(await responder.actor())).toMatchObject([{ id, name: "Key on my ring" }]);
    expect(await confirmed(responder, "passkey.remove", { id })).toBe("ok");
    expect([await rename(responder), await remove(responder)]).toEqual(["passkey_not_found", "passkey_not_found"]);
    expect(await listPasskeys(await responder.actor())).toEqual([]);
  });

  it("leave the row of a removed one, for what it has proved", async () => {
    const { id } = await enrol(responder);
    await confirmed(responder, "passkey.remove", { id });
    const { rows } = await own.owner.query("SELECT removed_at IS NOT NULL AS removed FROM passkeys WHERE id = $1", [
      id,
    ]);
    expect(rows).toEqual([{ removed: true }]);
  });
});

it("one is told of each passkey that comes and goes, since it may have been somebody else", async () => {
  const since = new Date();
  const { id } = await enrol(responder);
  await confirmed(responder, "passkey.remove", { id });
  const { personId, name } = await responder.actor();
  const { rows } = await own.owner.query(
    "SELECT kind, person_ids, roles, values_text FROM notices WHERE href = '/settings/passkeys' AND posted_at >= $1 ORDER BY posted_at",
    [since],
  );
  const told = { person_ids: [personId], roles: [], values_text: JSON.stringify({ who: name }) };
  expect(rows).toEqual([
    { kind: "passkey.added", ...told },
    { kind: "passkey.removed", ...told },
  ]);
});

it("a browser is told one's own passkeys, who one is, and what time it is by the database", async () => {
  const { id, authenticator } = await enrol(responder);
  const actor = await responder.actor();
  const { personId, now, passkeys } = await passkeyView(actor);
  expect(personId).toBe(actor.personId);
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5_000);
  expect(passkeys).toMatchObject([{ id, credentialId: authenticator.id }]);
  expect((await passkeyView(await admin.actor())).passkeys).toEqual([]);
});
