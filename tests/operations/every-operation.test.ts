import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identified } from "@/lib/access/actor";
import { operationPolicy } from "@/lib/access/policy";
import { roles } from "@/lib/access/roles";
import { identifyToken } from "@/lib/access/session";
import { previewOperation } from "@/lib/operations/perform/preview";
import { proveRequest } from "@/lib/operations/perform/prove";
import { performRoutine } from "@/lib/operations/perform/routine";
import { operations } from "@/lib/operations/registry";
import { risks } from "@/lib/operations/risk";
import { codeOf, newRef, stored } from "../support/acts";
import { firstKeyAgain } from "../support/clerk-keys";
import { control } from "../support/control";
import { collectLog } from "../support/log-lines";
import type { Person } from "../support/people";
import { recorded, recordedKinds, whileRecordIsShut } from "../support/record";
import { leaksOf, secretsOf } from "../support/secrets";
import { situations } from "../support/situations";
import { changedAtTheIdp, rowsOfEverything } from "../support/snapshots";
import { Stage } from "../support/stage";
import { type Claims, withClaims, without } from "../support/tokens";

/** No real value looks like it: wherever it turns up, an input has leaked. */
const canary = "CANARY-31fd2a";
const named = operations.map((operation) => [operation.name, operation] as const);
const proved = named.filter(([, { risk }]) => risks[risk].stepUp);

let stage: Stage;
let log: string[];
beforeAll(async () => {
  process.env.LOG_LEVEL = "trace";
  stage = await Stage.open();
  log = collectLog();
});
afterAll(async () => {
  await firstKeyAgain();
  await stage.close();
});

/** Of people whom nobody knows only so many a minute become rows: a flood must not fill the record. */
const strangers = { unrecorded: 0 };

const rowsOf = (ref: string) => recorded(stage.cast.own.owner, ref);
const kindsOf = (ref: string) => recordedKinds(stage.cast.own.owner, ref);
const atTheIdp = <T>(work: () => Promise<T>) => changedAtTheIdp(stage.cast.outbox.owner, work);

it("every operation has a situation here, and a line in the policy that says the same as the operation", () => {
  const names = operations.map(({ name }) => name).toSorted();
  expect(Object.keys(situations).toSorted()).toEqual(names);
  expect(Object.keys(operationPolicy).toSorted()).toEqual(names);
  for (const { name, risk, allows } of operations) {
    const policy = operationPolicy[name];
    const allowed = roles.filter((role) => policy[role] !== "no");
    expect({ name, risk, allows }).toEqual({ name, risk: policy.risk, allows: allowed });
    expect(risks[risk].person).toBe(allows.length > 0);
    expect(allowed.every((role) => ((policy[role] as string) === "prove") === risks[risk].stepUp)).toBe(true);
  }
});

describe.each(named)("%s", (name, operation) => {
  const { person: forPeople, stepUp } = risks[operation.risk];
  const isRecorded = (input: unknown): boolean => forPeople || (operation.recorded?.(input) ?? true);
  const show = async (identified: Identified, input: unknown) =>
    codeOf(stage.heard(await previewOperation(identified, newRef(), { operation: name, input })));

  it("shows itself without changing a row or telling a neighbour anything", async () => {
    const situation = await stage.situate(operation);
    const actor = await stage.actorOf(situation);
    const [before, since] = [await rowsOfEverything(stage.cast.own.owner), new Date()];
    expect(await atTheIdp(() => show(actor, situation.input))).toEqual({ changed: 0, value: "ok" });
    expect(await rowsOfEverything(stage.cast.own.owner)).toEqual(before);
    const told = (await control.journal({ since })).filter(({ method }) => method !== "GET");
    // Dispatcher and worker go on meanwhile: webhooks arrive, and the probe of the token endpoint asks by POST.
    const byUs = told.filter(
      ({ neighbour, path }) => !neighbour.startsWith("relying-parties") && path !== "/oauth/token",
    );
    expect(byUs).toEqual([]);
  });

  it("is done by who may, and is in the record as meant and done", async () => {
    const situation = await stage.situate(operation);
    const ref = newRef();
    expect(codeOf(await stage.carryOut(operation, situation, ref))).toBe("ok");
    const rows = await rowsOf(ref);
    const kinds = forPeople ? ["intent", "outcome"] : ["system"];
    expect(rows.map(({ kind }) => kind)).toEqual(isRecorded(situation.input) ? kinds : []);
    const { kind, personId } = { personId: undefined, ...(await stage.actorOf(situation)) };
    for (const row of rows) {
      expect(row).toMatchObject({ operation: name, code: null, actor: personId ? { kind, personId } : { kind } });
    }
  });

  it.each(roles.filter((role) => !operation.allows.includes(role)))(
    "is refused to the role %s, before anything of its input is looked at",
    async (role) => {
      const { input } = await stage.situate(operation);
      const actor = await stage.cast.people[role].actor();
      for (const given of [input, { canary }]) {
        const ref = newRef();
        expect(codeOf(await stage.ask(operation, actor, given, ref))).toBe("not_allowed");
        const { personId } = actor;
        expect(await rowsOf(ref)).toMatchObject([
          { kind: "refusal", operation: name, code: "not_allowed", actor: { personId } },
        ]);
        expect(await show(actor, given)).toBe("not_allowed");
      }
    },
  );

  it.each(["not_signed_in", "wrong_organisation", "no_second_factor", "no_role"] as const)(
    "is refused to a visitor: %s",
    async (code) => {
      const { input } = await stage.situate(operation);
      const [visitor, ref] = [stage.visitors[code], newRef()];
      expect(codeOf(await stage.ask(operation, visitor, input, ref))).toBe(code);
      const rows = await rowsOf(ref);
      const oneOfMany = code === "not_signed_in" && rows.length === 0;
      if (oneOfMany) strangers.unrecorded += 1;
      else expect(rows).toMatchObject([{ kind: "refusal", operation: name, code, actor: { kind: "visitor" } }]);
      expect(await show(visitor, input)).toBe(code);
    },
  );

  it("refuses garbage and unknown fields, and names fields, never values", async () => {
    const situation = await stage.situate(operation);
    const actor = await stage.actorOf(situation);
    const { input } = situation;
    const broken: [unknown, string][] = [
      ...[null, [], canary, 7].map((given): [unknown, string] => [given, "input"]),
      ...Object.keys(input).map((field): [unknown, string] => [{ ...input, [field]: { canary } }, field]),
      [{ ...input, extra: canary }, "extra"],
      [{ ...input, "<img onerror=x>": canary }, "?img onerror?x?"],
    ];
    for (const [given, field] of broken) {
      const ref = newRef();
      const facts = { fields: expect.stringContaining(field) };
      expect(await stage.ask(operation, actor, given, ref)).toMatchObject({
        ok: false,
        refusal: { code: "invalid_input", facts },
      });
      expect(await kindsOf(ref)).toEqual(["refusal invalid_input"]);
      expect(await show(actor, given)).toBe("invalid_input");
    }
  });

  it("does nothing when the record can't be written", async () => {
    const situation = await stage.situate(operation);
    const request = stepUp ? await stage.ready(operation, situation) : null;
    const actor = await stage.actorOf(situation);
    const before = await rowsOfEverything(stage.cast.own.owner);
    const act = () => (request ? stage.confirm(request) : stage.ask(operation, actor, situation.input));
    const done = await whileRecordIsShut(stage.cast.own, () => atTheIdp(act));
    expect(done.changed).toBe(0);
    if (!isRecorded(situation.input)) return expect(codeOf(done.value)).toBe("ok");
    expect(["record_unavailable", "console_database_unreachable"]).toContain(codeOf(done.value));
    // Asking Clerk for the role again is no act; what Clerk said is kept.
    const { "public.role_snapshots": _said, ...after } = await rowsOfEverything(stage.cast.own.owner);
    expect(before).toMatchObject(after);
  });
});

describe.each(proved)("%s asks for a proof:", (name, operation) => {
  it("the one call that does a routine act does not do it", async () => {
    const situation = await stage.situate(operation);
    const [actor, ref] = [await stage.actorOf(situation), newRef()];
    const done = await atTheIdp(() => performRoutine(actor, ref, { operation: name, input: situation.input }));
    expect([codeOf(stage.heard(done.value)), done.changed]).toEqual(["insufficient_user_authentication", 0]);
    expect(await kindsOf(ref)).toEqual(["refusal insufficient_user_authentication"]);
  });

  it("confirmed without one it does not run", async () => {
    const { person, id } = await asked();
    const ref = newRef();
    expect(codeOf(await stage.confirm({ id, nonce: "", person }, ref))).toBe("nonce_invalid");
    expect(await kindsOf(ref)).toEqual(["refusal nonce_invalid"]);
  });

  const poor: [string, string, (person: Person) => Promise<Identified>][] = [
    ["one that is eleven minutes old", "insufficient_user_authentication", elevenMinutesLater],
    ["a password alone", "no_second_factor", (person) => claiming(person, (claims) => ({ ...claims, fva: [0, -1] }))],
    [
      "a token that names no reverification",
      "rvid_claim_missing",
      (person) => claiming(person, (claims) => without(claims, "rvid")),
    ],
  ];
  it.each(poor)("%s is none", async (_what, code, prove) => {
    const { person, id } = await asked();
    const ref = newRef();
    expect(codeOf(stage.heard(await proveRequest(await prove(person), ref, { id })))).toBe(code);
    expect(await kindsOf(ref)).toEqual([`refusal ${code}`]);
  });

  it("a second confirmation does nothing", async () => {
    const request = await stage.ready(operation, await stage.situate(operation));
    expect(codeOf(await stage.confirm(request))).toBe("ok");
    const ref = newRef();
    const again = await atTheIdp(() => stage.confirm(request, ref));
    expect([codeOf(again.value), again.changed]).toEqual(["nonce_used", 0]);
    expect(await kindsOf(ref)).toEqual(["refusal nonce_used"]);
  });

  it("what changed since it was shown is left alone", async () => {
    const situation = await stage.situate(operation);
    const request = await stage.ready(operation, situation);
    await situation.change?.();
    const ref = newRef();
    const done = await atTheIdp(() => stage.confirm(request, ref));
    // A set may move a little, and who moved is skipped; one that has moved as a whole goes back to the approvers.
    const code = operation.drift ? "target_drifted" : "target_changed";
    expect([codeOf(done.value), done.changed]).toEqual([code, 0]);
    expect(await kindsOf(ref)).toEqual([`refusal ${code}`]);
  });

  async function asked(): Promise<{ person: Person; id: string }> {
    const { person, input } = await stage.situate(operation);
    if (!person) throw new Error("nobody asks");
    return { person, id: await stored(await person.actor(), { operation: name, input }) };
  }
});

async function elevenMinutesLater(person: Person): Promise<Identified> {
  await person.freshProof();
  await control.advanceClock(11 * 60);
  return person.actor();
}

async function claiming(person: Person, change: (claims: Claims) => Claims): Promise<Identified> {
  await person.freshProof();
  return identifyToken(await withClaims(await person.token(), change));
}

it("of refused people whom nobody knows, the first thirty of a minute leave a row each", () => {
  expect(named.length - strangers.unrecorded).toBeGreaterThanOrEqual(30);
});

it("no secret, no input and no address of a person is in a record row, a log line or an answer", async () => {
  const { rows } = await stage.cast.own.owner.query<{ entry: string }>("SELECT entry FROM record");
  const told = [...rows.map(({ entry }) => entry), ...log, ...stage.answers.map((answer) => JSON.stringify(answer))];
  expect(Math.min(rows.length, log.length, stage.answers.length)).toBeGreaterThan(100);
  const secrets = [
    ...secretsOf(Object.values(stage.cast.people)),
    ...stage.nonces,
    canary,
    "@ops.example",
    "secret.person@mail.example",
  ];
  expect(leaksOf(secrets, told)).toEqual([]);
});
