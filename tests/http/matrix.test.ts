import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OperationName, operationPolicy } from "@/lib/access/policy";
import { type Role, roles } from "@/lib/access/roles";
import { act, type Result } from "../support/actions";
import { appBypassInputs, forgetAppBypasses } from "../support/app-bypasses";
import { calm } from "../support/calm";
import { ageRoleSnapshot, cookiesFor, cookiesOf, type Mode, playedBy } from "../support/cast";
import { clerkKeyInputs, oldKeyTold } from "../support/clerk-keys";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { control } from "../support/control";
import { healthyAgain, type KnownDelivery, listDead, switchedOff } from "../support/dead-letters";
import { Outbox } from "../support/deliveries";
import { deliveryInputs } from "../support/delivery-acts";
import { deployInputs } from "../support/deploy-inputs";
import { emptyInputs } from "../support/empty-inputs";
import { enrolled, giveSheet, personIdOf, sheetAsk } from "../support/enrolments";
import { heldGrant } from "../support/grants";
import { keyInputs } from "../support/keys";
import { forgetOverrides } from "../support/overrides";
import { heldPasskey, newAuthenticator, withoutPasskeys } from "../support/passkeys";
import { recordedSince, recordLength } from "../support/record-tail";
import { replayInputs } from "../support/replays";
import { answers, forgetReviews, owedReview } from "../support/reviews";
import { forgetRevocations, revocationInputs } from "../support/revocations";
import { consoleRows } from "../support/rows";
import { answered, lookedLongAgo } from "../support/samples";
import { settingInputs } from "../support/setting-inputs";
import { keepRetryRule } from "../support/settings";
import { stateOfThings } from "../support/state";
import { toldInputs } from "../support/told-inputs";
import { viewInputs } from "../support/views";

/** Dead deliveries, oldest first; the first one is what the tests act upon, and what was retried leaves. */
let dead: KnownDelivery[] = [];
let outbox: Outbox;
const delivery = (place = 0): KnownDelivery => dead[place] ?? fail(`There is no dead delivery ${place}.`);
const fail = (why: string): never => {
  throw new Error(why);
};

beforeAll(async () => {
  await calm();
  outbox = new Outbox();
  dead = await listDead(healthyAgain.id, 20);
  // The console welcomes each of them once; from then on nothing but an act leaves a trace.
  for (const role of roles) await act("preview", [retry()], { cookies: await cookiesOf(role, "U") });
});

// The people page of later tests shows nobody whom Clerk does not know.
afterAll(async () => {
  await forgetColleagues(consoleRows);
  await forgetRevocations(consoleRows);
  await forgetReviews(consoleRows);
  await forgetOverrides(consoleRows);
  await consoleRows("DELETE FROM relying_party_settings");
  await consoleRows("DELETE FROM delivery_discards");
  await outbox.close();
  await consoleRows("DELETE FROM contacts");
  await consoleRows("DELETE FROM delivery_views");
  await forgetAppBypasses(consoleRows);
  await consoleRows("DELETE FROM apps WHERE id LIKE 'app-%'");
});

const retry = (place = 0) => ({ operation: "delivery.retry", input: { id: delivery(place).id } });
const reason = "The matrix asks.";

/** Asks for a guarded act, so that there is a request. @returns its id */
async function askFor(role: Role, state = "draft", asking: object = retry(1)): Promise<string> {
  const asked = await act("request", [{ ...asking, reason }], { cookies: await cookiesOf(role, "S") });
  if (!asked.ok) return fail(asked.refusal.code);
  const id = String(asked.value.id);
  await consoleRows("UPDATE action_requests SET state = $2 WHERE id = $1", [id, state]);
  return id;
}

/** What a browser in this role's session hands in for a new passkey. */
async function newPasskeyOf(role: Role): Promise<unknown> {
  await withoutPasskeys(consoleRows, playedBy[role]);
  const offered = await act("offerPasskey", [], { cookies: await cookiesOf(role, "S") });
  if (!offered.ok) return fail(offered.refusal.code);
  const { token, options } = offered.value as { token: string; options: { challenge: string } };
  return { name: "MacBook", token, response: newAuthenticator().register(options) };
}
const colleague = async (): Promise<string> => (await newColleagues(consoleRows, ["responder"]))[0] ?? fail("nobody");

const sheet = sheetAsk();
const enrolledAs = async (role: Role): Promise<string> =>
  enrolled(consoleRows, await personIdOf(consoleRows, playedBy[role]));

/** What is told with a confirmation alone. */
const confided: Partial<Record<OperationName, unknown>> = {
  "bypass.set-sheet": sheet.confided,
  "clerk-key.close": oldKeyTold.confided,
};

/** The relying party that is switched off: what is set of it is in nobody's way. */
const retryRule = (needsAdmin: boolean) =>
  keepRetryRule(consoleRows, { id: switchedOff.id, needsAdmin }).then(() => ({ id: switchedOff.id }));

/** An input that would do, made by somebody who may. A new operation has to say here what that is. */
const inputs: Record<OperationName, (role: Role) => unknown> = {
  ...emptyInputs,
  "bypass.end": () => heldGrant(consoleRows, { email: "ari@ops.example" }).then(({ id }) => ({ id })),
  "bypass.drill": async (role) => {
    if (role !== "manager") await giveSheet(consoleRows, await enrolledAs(role), { codes: 1 });
    return {};
  },
  "bypass.enrol": () => colleague().then((person) => ({ person })),
  "bypass.set-sheet": (role) => enrolledAs(role).then(() => sheet.input),
  "bypass.strike": () =>
    colleague()
      .then((person) => enrolled(consoleRows, person))
      .then((id) => ({ id })),
  ...appBypassInputs(consoleRows),
  ...settingInputs(consoleRows),
  ...deliveryInputs(consoleRows, () => outbox),
  "delivery.annotate": () => ({ id: delivery().id, text: "Seen." }),
  ...viewInputs(consoleRows),
  ...toldInputs(consoleRows),
  "delivery.export": () => ({ of: { ids: [delivery().id] } }),
  "delivery.take-export": async (role) => {
    const asking = { operation: "delivery.export", input: { of: { ids: [delivery().id] } } };
    return { id: await askFor(role === "manager" ? "admin" : role, "succeeded", asking) };
  },
  "delivery.follow": () => ({
    requestId: crypto.randomUUID(),
    deliveryId: delivery().id,
    seen: { state: "delivered", attempts: 1, lastStatus: 200, lastError: null },
  }),
  "delivery.replay": () => ({ ids: [delivery().id], ratePerSecond: 10, includeSuperseded: true, includeHeld: true }),
  "delivery.retry": () => ({ id: delivery().id }),
  ...deployInputs(consoleRows),
  ...keyInputs(() => outbox),
  ...clerkKeyInputs(consoleRows),
  "passkey.add": newPasskeyOf,
  "passkey.remove": (role) => heldPasskey(consoleRows, playedBy[role]).then((id) => ({ id })),
  "passkey.rename": (role) => heldPasskey(consoleRows, playedBy[role]).then((id) => ({ id, name: "Key on my ring" })),
  "person.block-role": () => colleague().then((id) => ({ people: [id], role: "responder" })),
  "person.grant-role": () => colleague().then((id) => ({ people: [id], role: "manager" })),
  "person.lock-out": () => colleague().then((id) => ({ id })),
  "person.set-preferences": () => ({ language: "en", theme: "system", timeZone: "UTC" }),
  "probe.now": () => lookedLongAgo(consoleRows).then(() => ({})),
  "probe.sample": () => ({ lane: "console_clerk", turn: crypto.randomUUID(), readings: [answered] }),
  "relying-party.require-admin": () => retryRule(false),
  "relying-party.switch-on": () => ({ id: switchedOff.id }),
  "relying-party.trust-responders": () => retryRule(true),
  ...replayInputs(consoleRows, (role: Role) => playedBy[role]),
  ...revocationInputs(consoleRows, (role: Role) => playedBy[role]),
  "request.reconcile": (role) => askFor(role === "manager" ? "admin" : role, "unknown").then((id) => ({ id })),
  "request.withdraw": (role) => askFor(role === "manager" ? "admin" : role).then((id) => ({ id })),
  "review.file": () => owedReview(consoleRows, { email: playedBy.responder, written: true }).then((id) => ({ id })),
  "review.write": (role) =>
    owedReview(consoleRows, { email: playedBy[role] }).then((id) => ({ id, version: 0, ...answers })),
};

const names = Object.keys(operationPolicy) as OperationName[];

/** What the policy says of somebody who comes like that; null where the act goes through. */
function expected(name: OperationName, role: Role, mode: Mode): string | null {
  if (mode === "N" || mode === "X" || mode === "F") return "not_signed_in";
  if (mode === "M") return "wrong_organisation";
  if (mode === "F1") return "no_second_factor";
  const cell = operationPolicy[name][role];
  if (cell === "no") return "not_allowed";
  // The sandbox's manager never asked for anything, so nothing is a manager's own.
  if (cell === "own" && role === "manager" && name === "request.withdraw") return "request_not_yours";
  // Only who may be enrolled can drill, and a manager may not.
  if (cell === "own" && role === "manager" && name === "bypass.drill") return "not_enrolled";
  return cell === "prove" && mode === "S" ? "insufficient_user_authentication" : null;
}

/** The whole way of an act, from asking to running, by the actions that a browser calls. @returns how its last step ended */
async function walk(name: OperationName, input: unknown, cookies: string | undefined): Promise<Result> {
  const ask = { operation: name, input };
  if (!["guarded", "grave", "emergency"].includes(operationPolicy[name].risk))
    return act("perform", [ask], { cookies });
  const asked = await act("request", [{ ...ask, reason }], { cookies });
  if (!asked.ok) return asked;
  const proved = await act("prove", [{ id: asked.value.id }], { cookies });
  if (!proved.ok || proved.value.state === "awaiting_approval") return proved;
  return act("confirm", [{ id: asked.value.id, nonce: proved.value.nonce, confided: confided[name] }], { cookies });
}

const codeOf = (result: Result): string | null => (result.ok ? null : result.refusal.code);

describe.each(names)("%s", (name) => {
  const cases = roles.flatMap((role) => (["X", "F1", "M", "S", "U"] as const).map((mode) => ({ role, mode })));
  const strangers = (["N", "F"] as const).map((mode) => ({ role: "admin" as Role, mode }));
  const table = [...strangers, ...cases].map((each) => ({ ...each, code: expected(name, each.role, each.mode) }));

  test.for(table)("$role, coming as $mode: $code", async ({ role, mode, code }) => {
    const input = await inputs[name](role);
    const cookies = await cookiesOf(role, mode);
    const [before, since] = [await stateOfThings([delivery().id]), await recordLength()];
    const result = await walk(name, input, cookies);
    expect(codeOf(result)).toBe(code);
    const recorded = await recordedSince(since);
    if (code === null) {
      // A grave act is asked of another person, and goes no further here.
      const waits = operationPolicy[name].risk === "grave";
      expect(recorded.map(({ kind }) => kind)).toEqual(waits ? ["decision"] : ["intent", "outcome"]);
      const id = waits && result.ok ? result.value.id : null;
      if (id) await act("perform", [{ operation: "request.withdraw", input: { id } }], { cookies });
      if (name === "delivery.retry") dead.shift();
      return;
    }
    const draft = code === "insufficient_user_authentication";
    if (!draft) expect(await stateOfThings([delivery().id])).toBe(before);
    const rows = recorded.map((row) => [row.kind, row.operation, row.code, row.actor.kind]);
    const row = ["refusal", name, code, mode === "S" || mode === "U" ? "person" : "visitor"];
    // Of people whom nobody knows only so many a minute become rows: a flood must not fill the record.
    if (code === "not_signed_in" && rows.length === 0) return;
    expect(rows).toEqual([row]);
  });

  test.for(roles.map((role) => ({ role })))("$role, whose role went away 30 s ago: no_role", async ({ role }) => {
    const input = await inputs[name](role);
    const cookies = await cookiesOf(role, "U");
    await control.setRoles(playedBy[role], []);
    await ageRoleSnapshot(playedBy[role], 30);
    const [before, since] = [await stateOfThings([delivery().id]), await recordLength()];
    expect(codeOf(await walk(name, input, cookies))).toBe("no_role");
    expect(await stateOfThings([delivery().id])).toBe(before);
    expect((await recordedSince(since)).map((row) => [row.kind, row.code])).toEqual([["refusal", "no_role"]]);
    await control.setRoles(playedBy[role], [role]);
    await ageRoleSnapshot(playedBy[role], 60);
  });

  afterAll(calm);
});

/** A request of this person, proved: one confirmation before it runs. */
async function provedRequest(email: string, place: number): Promise<{ cookies: string; id: string; nonce: string }> {
  const cookies = await cookiesFor(email, { fva: [30, 0] });
  const asked = await act("request", [{ ...retry(place), reason }], { cookies });
  if (!asked.ok) return fail(asked.refusal.code);
  const id = String(asked.value.id);
  const proof = await act("prove", [{ id }], { cookies });
  if (!proof.ok) return fail(proof.refusal.code);
  return { cookies, id, nonce: String(proof.value.nonce) };
}

describe("between asking and running", () => {
  test("a role that went away a second ago runs nothing", async () => {
    const { cookies, id, nonce } = await provedRequest(playedBy.responder, 0);
    await control.setRoles(playedBy.responder, ["manager"]);
    const [before, since] = [await stateOfThings([delivery().id]), await recordLength()];
    expect(codeOf(await act("confirm", [{ id, nonce }], { cookies }))).toBe("not_allowed");
    expect(await stateOfThings([delivery().id])).toBe(before);
    expect((await recordedSince(since)).map(({ code }) => code)).toEqual(["not_allowed"]);
    await calm();
  });

  test("of 50 confirmations at once exactly one runs", async () => {
    const { cookies, id, nonce } = await provedRequest("ari@ops.example", 0);
    const results = await Promise.all(Array.from({ length: 50 }, () => act("confirm", [{ id, nonce }], { cookies })));
    dead.shift();
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    // Who looks while the first one runs is told that, or what has become of the row.
    const rest = new Set(results.map(codeOf).filter((code) => code !== null));
    expect(["nonce_used", "not_dead", "already_delivered"]).toEqual(expect.arrayContaining([...rest]));
    expect(rest).toContain("nonce_used");
  });

  test("one reverification serves one request", async () => {
    const { cookies } = await provedRequest(playedBy.responder, 0);
    const second = await act("request", [{ ...retry(1), reason }], { cookies });
    if (!second.ok) return fail(second.refusal.code);
    expect(codeOf(await act("prove", [{ id: second.value.id }], { cookies }))).toBe("proof_already_used");
  });

  test("another person, and another session of the same person, can't go on with it", async () => {
    const { id, nonce } = await provedRequest(playedBy.responder, 0);
    for (const cookies of [
      await cookiesFor(playedBy.admin, { fva: [0, 0] }),
      await cookiesFor(playedBy.responder, { fva: [0, 0], sid: "sess_elsewhere" }),
    ]) {
      expect(codeOf(await act("prove", [{ id }], { cookies }))).toBe("nonce_foreign");
      expect(codeOf(await act("confirm", [{ id, nonce }], { cookies }))).toBe("nonce_foreign");
    }
  });

  test("a nonce of another request, and one that was made up, run nothing", async () => {
    const first = await provedRequest(playedBy.responder, 0);
    const second = await provedRequest(playedBy.responder, 1);
    for (const nonce of [first.nonce, "x", "A".repeat(43)]) {
      expect(codeOf(await act("confirm", [{ id: second.id, nonce }], { cookies: second.cookies }))).toBe(
        "nonce_invalid",
      );
    }
  });

  test("what was stored is what runs: an edited request is refused", async () => {
    const { cookies, id, nonce } = await provedRequest(playedBy.responder, 0);
    const swapped = JSON.stringify({ id: delivery(1).id });
    await consoleRows("UPDATE action_requests SET input_text = $2 WHERE id = $1", [id, swapped]);
    expect(codeOf(await act("confirm", [{ id, nonce }], { cookies }))).toBe("digest_mismatch");
  });
});
