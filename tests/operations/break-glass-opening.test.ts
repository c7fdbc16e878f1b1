import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { overridePhrase } from "@/lib/bypass/rules/override-phrase";
import type { Opening } from "@/lib/bypass/shapes";
import { offerOpening } from "@/lib/operations/perform/offer-opening";
import { openBypass } from "@/lib/operations/perform/open-bypass";
import { codeOf, must, newRef } from "../support/acts";
import { inventPeople } from "../support/approvals";
import { chrome, Door, firefox } from "../support/door";
import { enrolled, personIdOf, somePin } from "../support/enrolments";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { enrol, verdictOnRecord } from "../support/passkeys";
import { recorded, whileRecordIsShut } from "../support/record";
import { seenOfClerk } from "../support/samples";

let own: OwnConsole;
let door: Door;

beforeAll(async () => {
  own = await enterOwnConsole();
  door = await Door.build(own);
});
afterAll(() => own.close());
beforeEach(() => door.reset());

describe("an opening", () => {
  it("by a printed code and its PIN lets that very person in, for an hour, with the roles that were last known", async () => {
    const opened = must(await door.open("mina"));
    const actor = await door.holder(opened);
    expect(actor).toMatchObject({ kind: "grant", email: door.people.mina.email, roles: ["responder"], drill: false });
    const minutes = (Date.parse(actor.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60.1);
    expect(await door.codesLeft("mina")).toBe(9);
  });

  it("by a passkey signs what was typed, and the record proves it for ever", async () => {
    const held = await enrol(door.people.jae);
    const typed = door.wish("jae");
    const factor = await door.signed(held, typed);
    expect(
      codeOf(await openBypass(newRef(), { ...typed, reason: "Something else entirely.", factor }, door.place)),
    ).toBe("bypass_refused");
    must(await openBypass(newRef(), { ...typed, factor }, door.place));
    expect(codeOf(await openBypass(newRef(), { ...typed, factor }, door.place))).toBe("bypass_refused");
    expect(await door.codesLeft("jae")).toBe(10);
    expect(await verdictOnRecord(own)).toContain("intact");
    await door.query("UPDATE passkeys SET removed_at = now() WHERE id = $1", [held.id]);
  });

  it("is recorded before anybody is in, with its reason and its incident, and pages every admin", async () => {
    const ref = newRef();
    const opened = must(await openBypass(ref, door.wish("mina"), door.place));
    const rows = await recorded(own.owner, ref);
    expect(rows.map(({ kind }) => kind)).toEqual(["intent", "outcome"]);
    const [intent] = rows;
    expect(intent).toMatchObject({ requestId: opened.grantId, reason: "Clerk answers nobody, EB waits." });
    expect(intent?.incident).toMatch(/^INC-\d+$/);
    expect(JSON.stringify(rows)).not.toContain(opened.secret);
    expect(await door.told("bypass.opened")).toEqual([{ urgency: "page" }]);
  });

  it("joins the incident that is named, else the one of the last opening, else declares one", async () => {
    await door.query("DELETE FROM incidents");
    for (const [who, incident] of [
      ["mina", null],
      ["jae", null],
      ["ari", "INC-900"],
    ] as const)
      must(await door.open(who, { incident }));
    const named = await door.query<{ incident: string }>("SELECT incident FROM bypass_grants ORDER BY opened_at");
    const [declared] = await door.query<{ number: number }>("SELECT number FROM incidents");
    expect(named.map(({ incident }) => incident)).toEqual([
      `INC-${declared?.number}`,
      `INC-${declared?.number}`,
      "INC-900",
    ]);
  });

  it("that is brought again, with another code, lets nobody in, and leaves the first as it was", async () => {
    const wish = door.wish("mina");
    const first = must(await openBypass(newRef(), wish, door.place));
    expect(codeOf(await openBypass(newRef(), { ...wish, factor: door.code("mina") }, door.place))).toBe(
      "bypass_refused",
    );
    expect((await door.identified(first)).kind).toBe("grant");
    expect(await door.codesLeft("mina")).toBe(9);
  });

  it("anew takes the place of one's own, and a review is owed for that", async () => {
    const first = must(await door.open("mina"));
    const second = must(await door.open("mina"));
    expect((await door.identified(first)).kind).toBe("visitor");
    expect((await door.identified(second)).kind).toBe("grant");
    expect((await door.grants()).map(({ ended_because }) => ended_because).toSorted()).toEqual(
      [null, "replaced"].toSorted(),
    );
    const owed = await door.query("SELECT subject_id::text AS id, filed_at FROM reviews WHERE subject_kind = 'grant'");
    expect(owed).toEqual([{ id: first.grantId, filed_at: null }]);
  });
});

describe("C-02: no opener holds", () => {
  beforeEach(() => seenOfClerk(door.query, [{ status: "ok", from: 90, until: 0, every: 5 }]));

  it("a valid code opens nothing, is not spent, is recorded, and every admin is told", async () => {
    const ref = newRef();
    expect(codeOf(await openBypass(ref, door.wish("mina"), door.place))).toBe("bypass_not_open");
    expect(await door.grants()).toEqual([]);
    expect(await door.codesLeft("mina")).toBe(10);
    const [row] = await recorded(own.owner, ref);
    expect(row).toMatchObject({ kind: "refusal", operation: "bypass.open", code: "bypass_not_open" });
    expect(await door.told("bypass.refused")).toEqual([{ urgency: "page" }]);
  });

  it("a failure that is not a minute old, a silent worker and a phrase that is nearly right open nothing", async () => {
    await seenOfClerk(door.query, [{ status: "down", from: 50, until: 0, every: 5 }]);
    expect(codeOf(await door.open("mina"))).toBe("bypass_not_open");
    await seenOfClerk(door.query, [{ status: "down", from: 900, until: 600, every: 5 }]);
    expect(codeOf(await door.open("mina"))).toBe("bypass_not_open");
    expect(codeOf(await door.open("mina", { override: overridePhrase.toLowerCase() }))).toBe("bypass_not_open");
  });

  it("the typed override opens it, louder", async () => {
    must(await door.open("mina", { override: overridePhrase }));
    const [row] = await door.query<{ opener: string }>("SELECT opener FROM bypass_grants");
    expect(row?.opener).toBe("override");
  });
});

describe("C-03: a code", () => {
  it("opens once, whoever brings it again", async () => {
    const [code = ""] = door.sheets.mina;
    const factor = { kind: "code", code, pin: somePin } as const;
    must(await door.open("mina", { factor }));
    expect(codeOf(await door.open("mina", { factor }))).toBe("bypass_refused");
    expect(await door.told("bypass.refused")).toHaveLength(1);
  });

  it("from two places at once makes one grant, and the second alerts", async () => {
    const factor = { kind: "code", code: door.sheets.mina[0] ?? "", pin: somePin } as const;
    const both = await Promise.all([
      door.open("mina", { factor }),
      door.open("mina", { factor }, { address: "203.0.113.9", agent: firefox }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.map(codeOf).toSorted()).toEqual(["bypass_refused", "ok"]);
    expect(await door.grants()).toHaveLength(1);
    expect(await door.told("bypass.refused")).toHaveLength(1);
  });

  it("of somebody else's sheet, with the wrong PIN, of an older sheet, or of somebody struck off opens nothing", async () => {
    const code = (text = "", pin = somePin) => ({ factor: { kind: "code", code: text, pin } as const });
    expect(codeOf(await door.open("mina", code(door.sheets.jae[0])))).toBe("bypass_refused");
    expect(codeOf(await door.open("mina", code(door.sheets.mina[0], "731959")))).toBe("bypass_refused");
    const old = door.sheets.mina[1];
    await door.query(
      "UPDATE bypass_codes SET voided_at = now() WHERE used_at IS NULL AND enrolment_id = (SELECT e.id FROM bypass_enrolments e JOIN people p ON p.id = e.person_id WHERE p.email = $1 AND e.ended_at IS NULL)",
      [door.people.mina.email],
    );
    expect(codeOf(await door.open("mina", code(old)))).toBe("bypass_refused");
    await door.query("UPDATE bypass_enrolments SET ended_at = now() WHERE person_id = $1", [
      await personIdOf(door.query, door.people.ari.email),
    ]);
    expect(codeOf(await door.open("ari"))).toBe("bypass_refused");
    expect(await door.grants()).toEqual([]);
  });
});

describe("C-15: no channel carries anything", () => {
  it("it opens all the same, and what could not be told waits", async () => {
    must(await door.open("mina"));
    expect(await door.told("bypass.opened")).toHaveLength(1);
  });
});

describe("C-16: somebody who guesses", () => {
  const guess = (who: string, address = door.place.address) =>
    openBypass(
      newRef(),
      { ...door.wish("mina"), email: who, factor: { kind: "code", code: "0".repeat(26), pin: "000000" } },
      { address, agent: chrome },
    );

  it("five times as one person from one address waits; the person elsewhere, and everybody by passkey, does not", async () => {
    for (let time = 0; time < 5; time += 1) expect(codeOf(await guess(door.people.mina.email))).toBe("bypass_refused");
    const limited = await guess(door.people.mina.email);
    expect(limited).toMatchObject({ ok: false, refusal: { code: "bypass_limited" } });
    expect(codeOf(await door.open("mina"))).toBe("bypass_limited");
    must(await door.open("mina", {}, { address: "203.0.113.9", agent: chrome }));
    await forgetLive();
    const held = await enrol(door.people.mina);
    const typed = door.wish("mina");
    must(await openBypass(newRef(), { ...typed, factor: await door.signed(held, typed) }, door.place));
    await door.query("UPDATE passkeys SET removed_at = now() WHERE id = $1", [held.id]);
  });

  it("twenty times overall pauses codes for addresses that nobody came in from, and the admins hear it once", async () => {
    must(await door.open("jae", {}, { address: "192.0.2.1", agent: chrome }));
    await door.query(
      `INSERT INTO bypass_attempts (id, email_hash, address_hash, factor, outcome)
       SELECT gen_random_uuid(), repeat('0', 64), repeat('0', 64), 'code', 'bypass_refused' FROM generate_series(1, 18)`,
    );
    for (const address of ["203.0.113.1", "203.0.113.2"]) await guess(`stranger-at-${address}@example.com`, address);
    expect(codeOf(await door.open("mina", {}, { address: "203.0.113.200", agent: chrome }))).toBe("bypass_limited");
    must(await door.open("mina", {}, { address: "192.0.2.1", agent: chrome }));
    expect(await door.told("bypass.limited")).toHaveLength(1);
    expect((await door.told("bypass.refused")).length).toBeLessThanOrEqual(2);
  });

  it("cannot tell who is enrolled: the same answer, the same work, the same offer", async () => {
    const [known, unknown] = [await guess(door.people.mina.email), await guess("nobody@example.com")];
    expect(known).toEqual(unknown);
    const offerOf = async (email: string) =>
      must(await offerOpening(newRef(), { ...withoutFactor(door.wish("mina")), email }));
    const [ours, theirs] = [await offerOf(door.people.mina.email), await offerOf("nobody@example.com")];
    const shape = ({ challenge, credentials }: typeof ours) => [challenge.length, credentials.map((id) => id.length)];
    expect(shape(ours)).toEqual(shape(theirs));
    expect((await offerOf("nobody@example.com")).credentials).toEqual(theirs.credentials);
  });

  const withoutFactor = ({ factor: _factor, ...rest }: Opening) => rest;
  const forgetLive = () => door.query("DELETE FROM bypass_grants");
});

describe("C-19: the record can't be written", () => {
  it("nobody is let in, and no code is spent", async () => {
    await whileRecordIsShut(own, async () => expect(codeOf(await door.open("mina"))).not.toBe("ok"));
    expect(await door.grants()).toEqual([]);
    expect(await door.codesLeft("mina")).toBe(10);
  });
});

describe("the gates", () => {
  it("not armed: nobody is let in", async () => {
    await door.query("UPDATE bypass_enrolments SET drilled_at = now() - interval '91 days'");
    expect(codeOf(await door.open("mina"))).toBe("bypass_not_armed");
    expect(await door.codesLeft("mina")).toBe(10);
  });

  it("a role that nobody has confirmed for more than 30 days lets nobody in", async () => {
    await door.query("UPDATE role_snapshots SET seen_at = now() - interval '31 days' WHERE person_id = $1", [
      await personIdOf(door.query, door.people.mina.email),
    ]);
    expect(codeOf(await door.open("mina"))).toBe("bypass_role_stale");
    await door.query("UPDATE role_snapshots SET seen_at = now()");
  });

  it("who is no more than a manager now is let in no more", async () => {
    const id = await personIdOf(door.query, door.people.mina.email);
    await door.query("UPDATE role_snapshots SET roles = '{manager}' WHERE person_id = $1", [id]);
    expect(codeOf(await door.open("mina"))).toBe("bypass_refused");
    await door.query("UPDATE role_snapshots SET roles = '{responder}' WHERE person_id = $1", [id]);
  });

  it("three are in, a fourth waits", async () => {
    for (const id of await inventPeople(own, 3))
      await door.query(
        `INSERT INTO bypass_grants (id, person_id, enrolment_id, secret_hash, roles, factor, opener, reason, agent_family, drill, expires_at)
         VALUES (gen_random_uuid(), $1, $2, repeat('0', 64), '{responder}', 'code', 'flag', 'Clerk.', 'x', false, now() + interval '1 hour')`,
        [id, await enrolled(door.query, id)],
      );
    expect(codeOf(await door.open("mina"))).toBe("bypass_full");
    await door.query("UPDATE bypass_grants SET expires_at = now() WHERE id = (SELECT id FROM bypass_grants LIMIT 1)");
    must(await door.open("mina"));
  });
});
