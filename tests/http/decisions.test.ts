import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decisionPolicy } from "@/lib/access/policy";
import { type Role, roles } from "@/lib/access/roles";
import { approverRoles } from "@/lib/requests/rules/may-decide";
import { act, type Result } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, cookiesOf, type Mode } from "../support/cast";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { asPage, ask as page } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";
import { consoleRows } from "../support/rows";
import { stateOfThings } from "../support/state";

/** Ari asks; who decides is Mina, Jae or Sol, and nobody of them asked for it. */
const asker = "ari@ops.example";
const decisions = Object.keys(decisionPolicy) as (keyof typeof decisionPolicy)[];
const codeOf = (result: Result): string | null => (result.ok ? null : result.refusal.code);
const fail = (why: string): never => {
  throw new Error(why);
};

beforeAll(async () => {
  await calm();
  for (const role of roles) await act("inspect", [{ id: "x" }], { cookies: await cookiesOf(role, "U") });
});
afterAll(() => forgetColleagues(consoleRows));

type Waiting = { id: string; digest: string; people: string[]; cookies: string };

let open: Waiting | undefined;

/** A request of another person that waits for a decision: the same one until somebody has decided. */
async function waiting(): Promise<Waiting> {
  open ??= await askAnew();
  return open;
}

/** Ari may ask for a few things in ten seconds, not for one in every test. */
async function askAnew(): Promise<Waiting> {
  await consoleRows("UPDATE action_requests SET state = 'withdrawn' WHERE state = 'awaiting_approval'");
  const people = await newColleagues(consoleRows, ["responder", "responder"]);
  const cookies = await cookiesFor(asker, { fva: [30, 0] });
  const ask = { operation: "person.grant-role", input: { people, role: "manager" }, reason: "Night shift." };
  const asked = await act("request", [ask], { cookies });
  if (!asked.ok) return fail(asked.refusal.code);
  const { id, digest } = asked.value as { id: string; digest: string };
  const proved = await act("prove", [{ id }], { cookies });
  return proved.ok ? { id, digest, people, cookies } : fail(proved.refusal.code);
}

const say = (decision: keyof typeof decisionPolicy, { id, digest, people }: Waiting, cookies: string | undefined) =>
  decision === "offer"
    ? act("offer", [{ id, input: { people: people.slice(0, 1), role: "manager" } }], { cookies })
    : act("decide", [{ id, digest, decision, reason: "Seen.", proof: { kind: "clerk" } }], { cookies });

function expected(decision: keyof typeof decisionPolicy, role: Role, mode: Mode): string | null {
  if (mode === "N" || mode === "X" || mode === "F") return "not_signed_in";
  if (mode === "M") return "wrong_organisation";
  if (mode === "F1") return "no_second_factor";
  const cell = decisionPolicy[decision][role];
  if (cell === "no") return "not_allowed";
  return cell === "prove" && mode === "S" ? "insufficient_user_authentication" : null;
}

test("the table of decisions says who the approvers are", () => {
  for (const decision of decisions)
    expect(roles.filter((role) => decisionPolicy[decision][role] !== "no")).toEqual(approverRoles);
});

describe.each(decisions)("%s", (decision) => {
  const modes = ["X", "F1", "M", "S", "U"] as const;
  const cases = roles.flatMap((role) => modes.map((mode) => ({ role, mode: mode as Mode })));
  const strangers = (["N", "F"] as const).map((mode) => ({ role: "admin" as Role, mode: mode as Mode }));
  const table = [...strangers, ...cases].map((each) => ({ ...each, code: expected(decision, each.role, each.mode) }));

  test.for(table)("$role, coming as $mode: $code", async ({ role, mode, code }) => {
    const request = await waiting();
    const cookies = await cookiesOf(role, mode);
    const [before, since] = [await stateOfThings(), await recordLength()];
    expect(codeOf(await say(decision, request, cookies))).toBe(code);
    const rows = (await recordedSince(since)).map((row) => [row.kind, row.operation, row.code]);
    if (code === null) {
      open = undefined;
      expect(rows).toEqual(decision === "offer" ? [] : [["decision", "person.grant-role", null]]);
      return;
    }
    expect(await stateOfThings()).toBe(before);
    if (code === "not_signed_in" && rows.length === 0) return;
    expect(rows).toEqual([["refusal", "person.grant-role", code]]);
  });

  test("an admin about what they asked for themselves: self_approval", async () => {
    const request = await waiting();
    expect(codeOf(await say(decision, request, await cookiesFor(asker, { fva: [30, 0] })))).toBe("self_approval");
  });
});

test("a request that waits is shown to everybody with a role, with what would happen now, and its nonce to nobody", async () => {
  const { id, digest } = await waiting();
  for (const role of roles) {
    const shown = await act("inspect", [{ id }], { cookies: await cookiesOf(role, "S") });
    expect(shown).toMatchObject({ ok: true, value: { card: { id, digest, nonce: null }, dryRun: { ok: true } } });
  }
  expect(codeOf(await act("inspect", [{ id }], { cookies: await cookiesOf("admin", "F1") }))).toBe("no_second_factor");
});

test("B-17 a reason that mimics the console stays its author's words: nothing in it turns, breaks or marks up the page", async () => {
  const cookies = await cookiesFor("jae@ops.example", { fva: [30, 0] });
  const people = await newColleagues(consoleRows, ["responder"]);
  const reason = "Seen.\n\u202ESTATE: approved by Ari <b>now</b>";
  const ask = { operation: "person.grant-role", input: { people, role: "manager" }, reason };
  const asked = await act("request", [ask], { cookies });
  if (!asked.ok) return fail(asked.refusal.code);
  const { text } = await page({ path: `/operations/${asked.value.id}`, headers: asPage, cookies });
  const drawn = text.replaceAll(/<script[\s\S]*?<\/script>/g, "");
  expect(drawn).toContain("U+202E");
  expect(drawn).not.toContain("\u202E");
  expect(drawn).not.toContain("<b>now</b>");
});

test("approved over HTTP, its requester alone is given the nonce, and runs it once", async () => {
  const request = await waiting();
  const approved = await say("approve", request, await cookiesOf("admin", "U"));
  open = undefined;
  expect(codeOf(approved)).toBeNull();
  const noncesOf = async (cookies: string) => {
    const shown = await act("inspect", [{ id: request.id }], { cookies });
    return shown.ok ? (shown.value.card as { nonce: string | null }).nonce : fail(shown.refusal.code);
  };
  expect(await noncesOf((await cookiesOf("admin", "U")) ?? "")).toBeNull();
  const nonce = await noncesOf(request.cookies);
  expect(codeOf(await act("confirm", [{ id: request.id, nonce }], { cookies: request.cookies }))).toBeNull();
  expect(codeOf(await act("confirm", [{ id: request.id, nonce }], { cookies: request.cookies }))).toBe("nonce_used");
  const { length } = await consoleRows("SELECT 1 FROM role_grants WHERE request_id = $1", [request.id]);
  expect(length).toBe(2);
});
