import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listHolders } from "@/lib/bypass/queries/list-holders";
import { spendCode } from "@/lib/bypass/writes/spend-code";
import { consoleDb } from "@/lib/core/db";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { previewOperation } from "@/lib/operations/perform/preview";
import { proveRequest } from "@/lib/operations/perform/prove";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef, ready, stored } from "../support/acts";
import { newColleagues } from "../support/colleagues";
import { enrolled, giveSheet, openedGrant, personIdOf, sheetAsk, somePin } from "../support/enrolments";
import type { Person } from "../support/people";
import { recordedKinds } from "../support/record";
import type { Query } from "../support/reviews";
import { Stage } from "../support/stage";

let stage: Stage;
let query: Query;
let mina: Person;
let jae: Person;
let sol: Person;

beforeAll(async () => {
  stage = await Stage.open();
  query = async (sql, values) => (await stage.cast.own.owner.query(sql, values)).rows as never;
  ({ responder: mina, admin: jae, manager: sol } = stage.cast.people);
});
beforeEach(() => query("UPDATE bypass_enrolments SET ended_at = now() WHERE ended_at IS NULL", []));
afterAll(() => stage.close());

const enrolledAs = async (person: Person): Promise<string> => enrolled(query, await personIdOf(query, person.email));
const preview = async (person: Person, operation: string, input: unknown): Promise<string> =>
  codeOf(await previewOperation(await person.actor(), newRef(), { operation, input }));
const kindsOf = (ref: string): Promise<string[]> => recordedKinds(stage.cast.own.owner, ref);

describe("bypass.enrol", () => {
  it("lets a person in by break-glass once an admin asked and another one approved", async () => {
    const person = await personIdOf(query, mina.email);
    const request = await stage.readyWithApproval(jae, { operation: "bypass.enrol", input: { person } });
    expect(codeOf(await stage.confirm(request))).toBe("ok");
    expect(await listHolders(await sol.actor())).toMatchObject([
      { personId: person, roles: ["responder"], codesLeft: null, passkeys: 0, fault: "no_factor" },
    ]);
    const [kept] = await query(
      "SELECT pin_hash, code_salt, request_id::text FROM bypass_enrolments WHERE ended_at IS NULL",
      [],
    );
    expect(kept).toEqual({ pin_hash: null, code_salt: null, request_id: request.id });
    expect(await preview(jae, "bypass.enrol", { person })).toBe("already_enrolled");
  });

  it("says what the person may then ask for, by the policy as it stands", async () => {
    const person = await personIdOf(query, mina.email);
    const { preview: shown } = must(
      await previewOperation(await jae.actor(), newRef(), { operation: "bypass.enrol", input: { person } }),
    );
    const may = shown.lines.find(({ key }) => key === "enrolments.enrol.may")?.values?.operations;
    expect(may).toContain("delivery.retry");
    expect(may).not.toMatch(/person\.|passkey\.|bypass\.(enrol|strike|set-sheet)/);
    const own = must(
      await previewOperation(await jae.actor(), newRef(), {
        operation: "bypass.enrol",
        input: { person: await personIdOf(query, jae.email) },
      }),
    );
    expect(own.preview.warnings).toEqual([{ key: "enrolments.enrol.own" }]);
  });

  it("is for responders and admins alone, and for nobody who has left", async () => {
    const [manager, gone] = await newColleagues(query, ["manager", "responder"]);
    await query("UPDATE people SET left_at = now() WHERE id = $1", [gone]);
    expect(await preview(jae, "bypass.enrol", { person: manager })).toBe("not_enrollable");
    expect(await preview(jae, "bypass.enrol", { person: gone })).toBe("not_a_member");
    expect(await preview(jae, "bypass.enrol", { person: crypto.randomUUID() })).toBe("person_not_found");
  });

  it("enrols nobody twice, whoever is faster", async () => {
    const [person] = await newColleagues(query, ["responder"]);
    const request = await stage.readyWithApproval(jae, { operation: "bypass.enrol", input: { person } });
    await enrolled(query, person ?? "");
    expect(codeOf(await stage.confirm(request))).toBe("already_enrolled");
  });
});

describe("bypass.strike", () => {
  it("ends an enrolment, voids its sheet, and ends at once what its person has open", async () => {
    const id = await enrolledAs(mina);
    const [code = ""] = await giveSheet(query, id, { codes: 1 });
    const grant = await openedGrant(query, id);
    const request = await ready(jae, { operation: "bypass.strike", input: { id } });
    expect(codeOf(await confirmRequest(await jae.actor(), newRef(), request))).toBe("ok");
    const { personId } = await jae.actor();
    expect(
      await query(
        "SELECT ended_because, ended_by::text, ended_at IS NOT NULL AS over FROM bypass_grants WHERE id = $1",
        [grant],
      ),
    ).toEqual([{ ended_because: "struck", ended_by: personId, over: true }]);
    expect(await listHolders(await sol.actor())).toEqual([]);
    const whose = await personIdOf(query, mina.email);
    const spent = consoleDb().$transaction((tx) =>
      spendCode(tx, { personId: whose, code, pin: somePin, usedFor: crypto.randomUUID() }),
    );
    expect(await spent).toBe(false);
    expect(await preview(jae, "bypass.strike", { id })).toBe("enrolment_not_found");
  });

  it("touches nobody else's, and warns when too few are left", async () => {
    const id = await enrolledAs(mina);
    const others = await newColleagues(query, ["responder", "admin"]);
    const grants: string[] = [];
    for (const other of others) grants.push(await openedGrant(query, await enrolled(query, other)));
    const warnings = async (): Promise<number> => {
      const card = must(
        await previewOperation(await jae.actor(), newRef(), { operation: "bypass.strike", input: { id } }),
      );
      return card.preview.warnings.length;
    };
    expect(await warnings()).toBe(0);
    await query("UPDATE bypass_enrolments SET ended_at = now() WHERE person_id = $1", [others[0]]);
    expect(await warnings()).toBe(1);
    const request = await ready(jae, { operation: "bypass.strike", input: { id } });
    expect(codeOf(await confirmRequest(await jae.actor(), newRef(), request))).toBe("ok");
    expect(await query("SELECT id FROM bypass_grants WHERE id = ANY($1) AND ended_at IS NULL", [grants])).toHaveLength(
      2,
    );
  });
});

describe("bypass.drill", () => {
  const begin = async (person: Person, ref = newRef()): Promise<string> =>
    codeOf(await performRoutine(await person.actor(), ref, { operation: "bypass.drill", input: {} }));

  it("opens the ceremony for fifteen minutes to that person alone", async () => {
    const id = await enrolledAs(mina);
    const others = await enrolledAs(jae);
    await giveSheet(query, id, { codes: 1 });
    expect(await begin(mina)).toBe("ok");
    const rows = await query(
      "SELECT round(extract(epoch FROM drill_until - now()) / 60)::int AS minutes FROM bypass_enrolments WHERE id = ANY($1) ORDER BY id = $2 DESC",
      [[id, others], id],
    );
    expect(rows).toEqual([{ minutes: 15 }, { minutes: null }]);
    expect(await listHolders(await sol.actor())).toEqual(
      expect.arrayContaining([expect.objectContaining({ enrolmentId: others, drillUntil: null })]),
    );
  });

  it("is for who is enrolled and could come in", async () => {
    expect(await begin(mina)).toBe("not_enrolled");
    expect(await begin(sol)).toBe("not_enrolled");
    await enrolledAs(mina);
    const ref = newRef();
    expect(await begin(mina, ref)).toBe("no_way_in");
    expect(await kindsOf(ref)).toEqual(["refusal no_way_in"]);
  });
});

it("who is enrolled, struck, or made a sheet hears of it, and so do the admins", async () => {
  const since = new Date();
  const [person = ""] = await newColleagues(query, ["responder"]);
  const request = await stage.readyWithApproval(jae, { operation: "bypass.enrol", input: { person } });
  await stage.confirm(request);
  const [holder] = await listHolders(await jae.actor());
  const strike = await ready(jae, { operation: "bypass.strike", input: { id: holder?.enrolmentId } });
  must(await confirmRequest(await jae.actor(), newRef(), strike));
  await enrolledAs(mina);
  const { input, confided } = sheetAsk();
  const sheet = await ready(mina, { operation: "bypass.set-sheet", input });
  must(await confirmRequest(await mina.actor(), newRef(), { ...sheet, confided }));
  const own = await personIdOf(query, mina.email);
  expect(
    await query(
      "SELECT kind, roles, person_ids FROM notices WHERE kind LIKE 'bypass.%' AND posted_at >= $1 ORDER BY posted_at",
      [since],
    ),
  ).toEqual([
    { kind: "bypass.enrolled", roles: ["admin"], person_ids: [person] },
    { kind: "bypass.struck", roles: ["admin"], person_ids: [person] },
    { kind: "bypass.sheet", roles: ["admin"], person_ids: [own] },
  ]);
});

it("an enrolment that waits for its second admin lets nobody in", async () => {
  const [person = ""] = await newColleagues(query, ["responder"]);
  const id = await stored(await jae.actor(), { operation: "bypass.enrol", input: { person } });
  const proved = must(await proveRequest(await jae.freshProof(), newRef(), { id }));
  expect(proved).toMatchObject({ state: "awaiting_approval", nonce: null });
  expect(codeOf(await confirmRequest(await jae.actor(), newRef(), { id, nonce: "none" }))).toBe("nonce_invalid");
  expect(await listHolders(await jae.actor())).toEqual([]);
});
