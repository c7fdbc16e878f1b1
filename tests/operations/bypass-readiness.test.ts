import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { readiness } from "@/lib/bypass/queries/readiness";
import { performRoutine } from "@/lib/operations/perform/routine";
import { newRef } from "../support/acts";
import { newColleagues } from "../support/colleagues";
import { clerkSeen, enrolled, giveSheet, openedGrant, owedForGrant } from "../support/enrolments";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { recorded } from "../support/record";
import type { Query } from "../support/reviews";

let own: OwnConsole;
let query: Query;
let holders: { person: string; enrolment: string }[] = [];

beforeAll(async () => {
  own = await enterOwnConsole();
  query = async (sql, values) => (await own.owner.query(sql, values)).rows as never;
});
afterAll(() => own.close());

/** Two people who could come in, a drill ten days ago, a Clerk that answers: armed. */
beforeEach(async () => {
  await query("DELETE FROM reviews", []);
  await query("DELETE FROM bypass_grants", []);
  await query("UPDATE bypass_enrolments SET ended_at = now() WHERE ended_at IS NULL", []);
  await query("DELETE FROM bypass_inspections", []);
  await query("DELETE FROM notices", []);
  await clerkSeen(query, "ok");
  holders = [];
  for (const person of await newColleagues(query, ["responder", "admin"])) {
    const enrolment = await enrolled(query, person);
    await giveSheet(query, enrolment, { codes: 1 });
    holders.push({ person, enrolment });
  }
  await query("UPDATE bypass_enrolments SET drilled_at = now() - interval '10 days' WHERE id = $1", [
    first().enrolment,
  ]);
});

const first = () => holders[0] ?? { person: "", enrolment: "" };
const missing = async (): Promise<string[]> => {
  const { armed, missing: codes } = await readiness();
  expect(armed).toBe(codes.length === 0);
  return codes;
};

describe("break-glass is armed", () => {
  it("with two people who could come in and a drill in the last ninety days", async () => {
    const seen = await readiness();
    expect(seen).toMatchObject({ armed: true, enrolled: 2, usable: 2, missing: [] });
    expect(Math.round((Date.now() - Date.parse(seen.lastDrillAt ?? "")) / 86_400_000)).toBe(10);
    expect(Math.round((Date.parse(seen.drillGoodUntil ?? "") - Date.now()) / 86_400_000)).toBe(80);
  });

  it("no more when the drill is older, by the database's clock (C-17)", async () => {
    await query("UPDATE bypass_enrolments SET drilled_at = now() - interval '90 days 1 minute' WHERE id = $1", [
      first().enrolment,
    ]);
    expect(await missing()).toEqual(["drill_old"]);
  });

  it("no more with fewer than two enrolled (C-17)", async () => {
    await query("UPDATE bypass_enrolments SET ended_at = now() WHERE id = $1", [holders[1]?.enrolment]);
    expect(await missing()).toEqual(["too_few_enrolled"]);
  });

  it.each<[string, string]>([
    [
      "whose last code is used",
      "UPDATE bypass_codes SET used_at = now() WHERE enrolment_id IN (SELECT id FROM bypass_enrolments WHERE person_id = $1)",
    ],
    [
      "whose codes are void",
      "UPDATE bypass_codes SET voided_at = now() WHERE enrolment_id IN (SELECT id FROM bypass_enrolments WHERE person_id = $1)",
    ],
    ["who left", "UPDATE people SET left_at = now() WHERE id = $1"],
    [
      "whose role is thirty-one days old",
      "UPDATE role_snapshots SET seen_at = now() - interval '31 days' WHERE person_id = $1",
    ],
    ["whose role is a manager's now", "UPDATE role_snapshots SET roles = '{manager}' WHERE person_id = $1"],
    [
      "who is locked out",
      "INSERT INTO role_blocks (id, person_id, role) SELECT gen_random_uuid(), $1::uuid, unnest('{responder,admin,manager}'::text[])",
    ],
  ])("no more with one of two %s", async (_who, sql) => {
    await query(sql, [first().person]);
    expect(await missing()).toEqual(["too_few_usable"]);
  });

  it("still, when a passkey is there for the codes that are used up", async () => {
    const { person, enrolment } = first();
    await query("UPDATE bypass_codes SET used_at = now() WHERE enrolment_id = $1", [enrolment]);
    await query(
      `INSERT INTO passkeys (id, person_id, credential_id, public_key, challenge, counter, transports, aaguid, name, backup_eligible, backed_up)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), '', gen_random_uuid(), 0, '{}', gen_random_uuid(), 'Key', false, false)`,
      [person],
    );
    expect(await missing()).toEqual([]);
  });
});

describe("the review of an earlier opening (C-20)", () => {
  it("keeps break-glass from being armed until it is filed", async () => {
    const grant = await openedGrant(query, first().enrolment, { ended: true });
    await owedForGrant(query, grant);
    expect(await missing()).toEqual(["review_unfiled"]);
    await query(
      "UPDATE reviews SET filed_at = now(), filed_by_id = $1, what_happened = 'a', why = 'b', what_to_change = 'c'",
      [holders[1]?.person],
    );
    expect(await missing()).toEqual([]);
  });

  it("keeps nobody out as long as its opening lasts", async () => {
    await owedForGrant(query, await openedGrant(query, first().enrolment));
    expect(await missing()).toEqual([]);
  });

  it("is not owed for a drill", async () => {
    await owedForGrant(query, await openedGrant(query, first().enrolment, { drill: true, ended: true }));
    expect(await missing()).toEqual([]);
  });

  it("does not shut the door on the same outage: as long as Clerk fails, only a late one counts", async () => {
    await owedForGrant(query, await openedGrant(query, first().enrolment, { ended: true }));
    await clerkSeen(query, "down");
    expect(await missing()).toEqual([]);
    await query("UPDATE reviews SET due_at = now() - interval '1 second'", []);
    expect(await missing()).toEqual(["review_unfiled"]);
  });
});

describe("bypass.inspect-readiness", () => {
  const inspect = async (ref = newRef()): Promise<string> => {
    await performRoutine(systemActor(), ref, { operation: "bypass.inspect-readiness", input: {} });
    return ref;
  };
  const notices = () => query("SELECT kind, roles, urgency FROM notices", []);

  it("leaves one row a day in the record, however often it is asked", async () => {
    const refs = [await inspect(), await inspect(), await inspect()];
    const rows = (await Promise.all(refs.map((ref) => recorded(own.owner, ref)))).flat();
    expect(rows.map(({ kind, facts }) => [kind, facts])).toMatchObject([
      ["system", { armed: true, missing: [], enrolled: 2 }],
    ]);
    expect(await query("SELECT armed, missing FROM bypass_inspections", [])).toEqual([{ armed: true, missing: [] }]);
    expect(await notices()).toEqual([]);
  });

  it("tells the admins once a day when it is not armed (C-17)", async () => {
    await query("UPDATE bypass_enrolments SET drilled_at = NULL", []);
    await inspect();
    await inspect();
    expect(await notices()).toEqual([{ kind: "bypass.unarmed", roles: ["admin"], urgency: "tell" }]);
    await query("UPDATE bypass_inspections SET day = day - 1", []);
    await query("UPDATE notices SET dedup_key = 'yesterday'", []);
    await inspect();
    expect(await notices()).toHaveLength(2);
  });
});
