import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hours, minutes } from "@/lib/core/duration";
import type { Triage } from "@/lib/triage/shapes";
import { bearing, heldToken } from "../support/api-tokens";
import { calm } from "../support/calm";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { control, type SandboxWorld } from "../support/control";
import { type Answer, ask } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";
import { consoleRows } from "../support/rows";
import { aReport } from "../support/signals";
import { stateOfThings } from "../support/state";

let tokens: SandboxWorld["apiTokens"];
beforeAll(async () => {
  await calm();
  tokens = (await control.describe()).apiTokens;
});
afterAll(async () => {
  await consoleRows("DELETE FROM signals");
  await forgetColleagues(consoleRows);
});

const post = (body: unknown, headers: Record<string, string> = bearing(tokens.signal)): Promise<Answer> =>
  ask({
    method: "POST",
    path: "/api/v1/signals",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
const raised = (changes: Record<string, unknown> = {}) => aReport({ state: "raised", ...changes });
const later = (afterMs = minutes(1)) => new Date(Date.now() + afterMs).toISOString();

async function triage(): Promise<Triage> {
  const told = await ask({ path: "/api/v1/triage", headers: bearing(tokens.read) });
  return told.json() as unknown as Triage;
}

async function evidence(kind = "leaked_key"): Promise<Triage["evidence"][number] | undefined> {
  const { evidence: all } = await triage();
  return all.find(({ probe }) => probe === `signal/${kind}`);
}

describe("a signal", () => {
  test("is evidence at once, and gone when its reporter takes it back", async () => {
    const report = raised({ kind: "unauthorised_access", subject: "user_2x" });
    const heard = await post(report);
    expect([heard.status, heard.json()]).toEqual([
      202,
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), state: "raised" },
    ]);
    expect(await evidence("unauthorised_access")).toMatchObject({
      status: "down",
      detail: "unauthorised_access",
      value: { count: 1, source: "secret-scanner", subject: "user_2x", reference: report.reference },
    });
    const cleared = await post({ ...report, state: "cleared", observedAt: later() });
    expect([cleared.status, cleared.json()]).toEqual([202, { id: heard.json().id, state: "cleared" }]);
    expect(await evidence("unauthorised_access")).toBeUndefined();
  });

  test("is in the record as its token's, meant and done, without the reporter's words", async () => {
    const since = await recordLength();
    await post(raised({ subject: "a-subject-of-theirs", note: "a-note-of-theirs" }));
    const rows = await recordedSince(since);
    expect(rows.map(({ kind, operation }) => [kind, operation])).toEqual([
      ["intent", "signal.raise"],
      ["outcome", "signal.raise"],
    ]);
    expect(rows[1]).toMatchObject({ actor: { kind: "token" }, facts: { kind: "leaked_key", state: "raised" } });
    expect(JSON.stringify(rows)).not.toMatch(/of-theirs|@/);
  });

  test("told twice is one, and leaves no second trace", async () => {
    const report = raised();
    const first = await post(report);
    const [before, since] = [await stateOfThings(), await recordLength()];
    const again = await Promise.all(Array.from({ length: 5 }, () => post(report)));
    for (const answer of again) expect([answer.status, answer.json()]).toEqual([202, first.json()]);
    expect([await stateOfThings(), await recordedSince(since)]).toEqual([before, []]);
  });

  test("told by ten at once for the first time is one", async () => {
    const report = raised();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(report)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1);
  });

  test("fades a day after it was heard last, and comes back when it is raised again", async () => {
    const report = raised({ kind: "one_person" });
    const { id } = (await post(report)).json();
    const age = (heard: number) =>
      consoleRows("UPDATE signals SET heard_at = now() - make_interval(secs => $2) WHERE id = $1", [id, heard / 1_000]);
    await age(hours(24) - minutes(1));
    expect(await evidence("one_person")).toMatchObject({ status: "degraded" });
    await age(hours(24) + minutes(1));
    expect(await evidence("one_person")).toBeUndefined();
    await post(report);
    expect(await evidence("one_person")).toMatchObject({ value: { count: 1 } });
  });

  test("of another person's token is another one: nobody takes back what others report", async () => {
    const [personId = ""] = await newColleagues(consoleRows, ["responder"]);
    const { token } = await heldToken(consoleRows, personId);
    const report = raised({ kind: "error_burst" });
    const mine = (await post(report)).json().id;
    const theirs = { ...report, state: "cleared", observedAt: later() };
    const answer = await post(theirs, bearing(token));
    expect([answer.status, answer.json().code]).toEqual([404, "signal_not_found"]);
    expect((await post(report, bearing(token))).json().id).not.toBe(mine);
    expect(await evidence("error_burst")).toMatchObject({ value: { count: 2 } });
  });

  test("of one person stand a hundred at most", async () => {
    const [personId = ""] = await newColleagues(consoleRows, ["responder"]);
    const { token } = await heldToken(consoleRows, personId);
    await consoleRows(
      `INSERT INTO signals (id, kind, source, reference, subject, note, state, person_id, observed_at)
       SELECT gen_random_uuid(), 'one_person', 'desk', n::text, 'x', '', 'raised', $1, now() FROM generate_series(1, 100) AS n`,
      [personId],
    );
    const full = await post(raised(), bearing(token));
    expect([full.status, full.json().code]).toEqual([429, "too_many_signals"]);
    expect(
      (
        await post(
          raised({ kind: "one_person", source: "desk", reference: "7", subject: "x", note: "" }),
          bearing(token),
        )
      ).status,
    ).toBe(202);
  });
});

describe("what is posted", () => {
  const wrong: [string, unknown, string[]][] = [
    ["a field that there is not", raised({ severity: "sev1" }), ["severity"]],
    ["a kind that there is not", raised({ kind: "boredom" }), ["kind"]],
    ["no state", aReport(), ["state"]],
    ["a state that there is not", aReport({ state: "open" }), ["state"]],
    ["a number for a name", raised({ reference: 7 }), ["reference"]],
    ["a source with a space", raised({ source: "my scanner" }), ["source"]],
    ["a subject that fills a page", raised({ subject: "x".repeat(121) }), ["subject"]],
    ["an empty reference", raised({ reference: " " }), ["reference"]],
    ["NUL in a note", raised({ note: "a\u0000b" }), ["note"]],
    ["half a character in a note", raised({ note: "a\uD800b" }), ["note"]],
    ["a time that is none", raised({ observedAt: "yesterday" }), ["observedAt"]],
    ["a time without a zone", raised({ observedAt: "2026-11-22T12:00:00" }), ["observedAt"]],
    ["a time to come", raised({ observedAt: later(minutes(10)) }), ["observedAt"]],
    ["a list", [raised()], ["body"]],
    ["nothing", "", ["body"]],
    ["no JSON", "{", ["body"]],
    ["JSON that is no UTF-8", Buffer.from([0x22, 0xff, 0x22]), ["body"]],
  ];
  test.for(wrong)("is refused by the field's name, never by its value: %s", async ([, body, fields]) => {
    const [before, since] = [await stateOfThings(), await recordLength()];
    const answer = await post(body);
    expect([answer.status, answer.json().code, answer.json().fields]).toEqual([422, "invalid_input", fields]);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect((await recordedSince(since)).map(({ kind, code }) => [kind, code])).toEqual([["refusal", "invalid_input"]]);
    expect(await stateOfThings()).toBe(before);
    expect(answer.text).not.toContain("boredom");
  });

  test("may have 64 KiB, declared or not", async () => {
    const big = JSON.stringify(raised({ note: "x".repeat(65_536) }));
    const declared = await post(big);
    expect([declared.status, declared.json().code]).toEqual([413, "body_too_large"]);
    const chunked = await post(big, { ...bearing(tokens.signal), "transfer-encoding": "chunked" });
    expect([chunked.status, chunked.json().code]).toEqual([413, "body_too_large"]);
    expect((await post(raised({ note: "x".repeat(60_000) }))).status).toBe(202);
  });

  test("by any other method is nothing", async () => {
    for (const method of ["GET", "PUT", "DELETE"])
      expect((await ask({ method, path: "/api/v1/signals", headers: bearing(tokens.signal) })).status).toBe(405);
  });

  test("is kept short, and shown inert", async () => {
    const hostile = "\u202Egnp.exe \u001B[2J<script>alert(1)</script> ";
    const { id } = (await post(raised({ subject: "\u0007key", note: hostile + "x".repeat(5_000) }))).json();
    const [row] = await consoleRows<{ note: string }>("SELECT note FROM signals WHERE id = $1", [id]);
    expect([row?.note.length, row?.note.startsWith(hostile)]).toEqual([1_000, true]);
    const said = JSON.stringify(await evidence());
    expect(said).toContain("⟨U+202E⟩gnp.exe ⟨U+001B⟩[2J<script>");
    expect(said).toContain("⟨U+0007⟩key");
    // oxlint-disable-next-line no-control-regex -- control characters are what it is after
    expect(said).not.toMatch(/[\u202E\u001B\u0007]/);
  });
});

describe("played in the sandbox", () => {
  /** A token may call twice a second; other tests call, too. */
  const patiently = { timeout: 60_000, interval: 2_000 };

  test.for(["secret-key-leak", "signing-key-leak"])(
    "%s is told as key_compromise, sev1, and is over when it ends",
    { timeout: 180_000 },
    async (name) => {
      await consoleRows("DELETE FROM signals");
      const verdict = async () => {
        const { category, severity } = await triage();
        return [category, severity];
      };
      // What another test made looks at may stand for a minute.
      const before = ["healthy", "none"];
      await expect.poll(verdict, patiently).toEqual(before);
      await control.startScenario(name);
      await expect.poll(verdict, patiently).toEqual(["key_compromise", "sev1"]);
      const subject = name === "secret-key-leak" ? /^clerk_secret_key:[0-9a-f]{8}$/ : /^whk-/;
      expect((await evidence())?.value?.subject).toMatch(subject);
      await control.startScenario("healthy");
      await expect.poll(() => evidence(), patiently).toBeUndefined();
      await expect.poll(verdict, patiently).toEqual(before);
    },
  );
});
