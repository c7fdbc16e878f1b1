import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { act, type Result } from "../support/actions";
import { bearing, type HeldToken, heldToken } from "../support/api-tokens";
import { calm } from "../support/calm";
import { ageRoleSnapshot, cookiesFor, playedBy } from "../support/cast";
import { control } from "../support/control";
import { healthyAgain, type KnownDelivery, listDead, switchedOff } from "../support/dead-letters";
import { personIdOf } from "../support/enrolments";
import { type Answer, ask, asPoll } from "../support/http";
import { recordedSince, recordLength } from "../support/record-tail";
import { consoleRows, idpRows } from "../support/rows";
import { stateOfThings } from "../support/state";
import { world } from "../support/world";

const mina = playedBy.responder;
let dead: KnownDelivery[] = [];
let token = "";

beforeAll(async () => {
  await calm();
  dead = await listDead(healthyAgain.id, 40);
  token = (await tokenOf(mina)).token;
});
afterEach(async () => {
  await consoleRows(
    "UPDATE action_requests SET state = 'withdrawn' WHERE session_id LIKE 'token\\_%' AND state IN ('draft', 'awaiting_approval', 'ready')",
  );
});

async function tokenOf(email: string, scope: "operate" | "read" = "operate"): Promise<HeldToken> {
  return heldToken(consoleRows, await personIdOf(consoleRows, email), { scope });
}
/** A dead delivery that no test has used. */
const nextDead = (): string => dead.shift()?.id ?? "";
const reason = "The nightly script asks.";

const post = (path: string, body: unknown, by = token): Promise<Answer> =>
  ask({
    method: "POST",
    path,
    headers: { "content-type": "application/json", ...bearing(by) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const get = (path: string, by = token): Promise<Answer> => ask({ path, headers: bearing(by) });
const told = ({ status, headers, json }: Answer) => [status, json().code, headers["content-type"]];
const problem = (status: number, code: string) => [status, code, "application/problem+json"];

const askFor = (input: unknown, by = token, operation = "delivery.retry"): Promise<Answer> =>
  post("/api/v1/action_requests", { operation, input, reason }, by);
async function asked(id = nextDead()): Promise<{ id: string; delivery: string }> {
  const answer = await askFor({ id });
  expect(answer.status).toBe(201);
  return { id: String(answer.json().id), delivery: id };
}
const browser = (claims = {}, email = mina): Promise<string> => cookiesFor(email, { fva: [30, 0], ...claims });
const prove = async (id: string, cookies?: string): Promise<Result> =>
  act("prove", [{ id }], { cookies: cookies ?? (await browser()) });
const codeOf = (result: Result): string | null => (result.ok ? null : result.refusal.code);
async function proved(): Promise<{ id: string; delivery: string; nonce: string }> {
  const request = await asked();
  expect(codeOf(await prove(request.id))).toBeNull();
  const nonce = String((await get(`/api/v1/action_requests/${request.id}`)).json().action_request_nonce);
  return { ...request, nonce };
}
const confirm = (id: string, nonce: string, by = token): Promise<Answer> =>
  post(`/api/v1/action_requests/${id}/confirm`, { action_request_nonce: nonce }, by);

describe("a script asks, its person proves, the script runs it", () => {
  test("and reads how it ended; the record has the token's name at each step", async () => {
    const delivery = nextDead();
    const since = await recordLength();
    const answer = await askFor({ id: delivery });
    expect([answer.status, answer.json()]).toEqual([
      201,
      expect.objectContaining({ state: "draft", digest: expect.stringMatching(/^[0-9a-f]{64}$/), reason }),
    ]);
    const { id, approveUrl, preview } = answer.json() as { id: string; approveUrl: string; preview: object };
    expect(answer.headers.location).toBe(`/api/v1/action_requests/${id}`);
    expect(approveUrl).toBe(`${world().consoleUrl}/operations/${id}`);
    expect(preview).toMatchObject({ subject: expect.stringContaining(delivery), blast: { deliveries: 1 } });
    const waiting = get(`/api/v1/action_requests/${id}?wait=30`);
    expect(codeOf(await prove(id))).toBeNull();
    const ready = (await waiting).json();
    expect(ready).toMatchObject({ state: "ready", action_request_nonce: expect.any(String) });
    const confirmed = await confirm(id, String(ready.action_request_nonce));
    expect([confirmed.status, confirmed.json()]).toEqual([202, { id, state: "succeeded" }]);
    const after = (await get(`/api/v1/action_requests/${id}?wait=30`)).json();
    expect(after).toMatchObject({ state: "succeeded", failureCode: null, outcome: expect.anything() });
    expect(after).not.toHaveProperty("action_request_nonce");
    const rows = (await recordedSince(since)).filter((row) => row.operation === "delivery.retry");
    expect(rows.map(({ kind, actor }) => [kind, actor.kind])).toEqual([
      ["intent", "token"],
      ["outcome", "token"],
    ]);
    await expect
      .poll(
        async () => (await idpRows("SELECT delivered_at FROM webhook_outbox_entries WHERE id = $1", [delivery]))[0],
        {
          timeout: 20_000,
        },
      )
      .not.toEqual({ delivered_at: null });
  });

  test("by the playbook's own call: without a nonce, with a wrong one, with the right one, once more", async () => {
    const { delivery, nonce } = await proved();
    const retry = (body: unknown, of = delivery) => post(`/api/v1/admin/webhook_outbox/${of}/retry`, body);
    expect(told(await retry({}))).toEqual(problem(401, "insufficient_user_authentication"));
    expect(told(await retry({ action_request_nonce: "A".repeat(43) }))).toEqual(problem(403, "nonce_invalid"));
    const another = nextDead();
    expect(told(await retry({ action_request_nonce: nonce }, another))).toEqual(problem(403, "nonce_invalid"));
    expect((await retry({ action_request_nonce: nonce })).status).toBe(202);
    expect(told(await retry({ action_request_nonce: nonce }))).toEqual(problem(409, "nonce_used"));
  });

  test("a grave act goes on to another person, and no nonce is told before they agree", async () => {
    const answer = await askFor({ id: switchedOff.id }, token, "relying-party.switch-on");
    const id = String(answer.json().id);
    expect(codeOf(await prove(id))).toBeNull();
    const told = (await get(`/api/v1/action_requests/${id}`)).json();
    expect(told).toMatchObject({ state: "awaiting_approval" });
    expect(told).not.toHaveProperty("action_request_nonce");
  });
});

describe("nobody else goes on with it", () => {
  test("not another token of the same person, not one that reads, not another person", async () => {
    const { id, nonce } = await proved();
    const [second, reading, jaes] = [await tokenOf(mina), await tokenOf(mina, "read"), await tokenOf(playedBy.admin)];
    expect((await get(`/api/v1/action_requests/${id}`, second.token)).json()).not.toHaveProperty(
      "action_request_nonce",
    );
    expect((await get(`/api/v1/action_requests/${id}`, reading.token)).json()).not.toHaveProperty(
      "action_request_nonce",
    );
    expect(told(await get(`/api/v1/action_requests/${id}`, jaes.token))).toEqual(problem(404, "request_not_found"));
    expect(told(await confirm(id, nonce, second.token))).toEqual(problem(403, "nonce_foreign"));
    expect(told(await confirm(id, nonce, jaes.token))).toEqual(problem(403, "nonce_foreign"));
    expect(told(await confirm(id, nonce, reading.token))).toEqual(problem(403, "token_scope"));
  });

  test("another person's proof does not count", async () => {
    const { id } = await asked();
    expect(codeOf(await prove(id, await browser({}, playedBy.admin)))).toBe("nonce_foreign");
  });

  test("a token goes on with nothing that its person asked for at a browser", async () => {
    const cookies = await browser();
    const made = await act("request", [{ operation: "delivery.retry", input: { id: nextDead() }, reason }], {
      cookies,
    });
    if (!made.ok) throw new Error(made.refusal.code);
    const done = await act("prove", [{ id: made.value.id }], { cookies });
    if (!done.ok) throw new Error(done.refusal.code);
    expect((await get(`/api/v1/action_requests/${String(made.value.id)}`)).json()).not.toHaveProperty(
      "action_request_nonce",
    );
    expect(told(await confirm(String(made.value.id), String(done.value.nonce)))).toEqual(problem(403, "nonce_foreign"));
    await act("perform", [{ operation: "request.withdraw", input: { id: made.value.id } }], { cookies });
  });

  test("and nothing runs unproved", async () => {
    const { id } = await asked();
    const before = await stateOfThings();
    expect(told(await confirm(id, "A".repeat(43)))).toEqual(problem(403, "nonce_invalid"));
    expect(await stateOfThings()).toBe(before);
  });
});

describe("between the proof and the run", () => {
  test.for<[string, string, number, (made: HeldToken) => Promise<unknown>]>([
    [
      "the token is revoked",
      "token_revoked",
      401,
      ({ id }) => consoleRows("UPDATE api_tokens SET revoked_at = now() WHERE id = $1", [id]),
    ],
    [
      "the token runs out",
      "token_expired",
      401,
      ({ id }) => consoleRows("UPDATE api_tokens SET expires_at = now() WHERE id = $1", [id]),
    ],
    ["the person's role goes away in Clerk", "not_allowed", 403, () => control.setRoles(mina, ["manager"])],
  ])("%s: %s", async ([, code, status, change]) => {
    const made = await tokenOf(mina);
    const id = String((await askFor({ id: nextDead() }, made.token)).json().id);
    expect(codeOf(await prove(id))).toBeNull();
    const nonce = String((await get(`/api/v1/action_requests/${id}`, made.token)).json().action_request_nonce);
    await change(made);
    const before = await stateOfThings();
    expect(told(await confirm(id, nonce, made.token))).toEqual(problem(status, code));
    expect(await stateOfThings()).toBe(before);
    // A token goes by the roles that were read last: they are read again when somebody comes by browser.
    await control.setRoles(mina, ["responder"]);
    await ageRoleSnapshot(mina, 60);
    await ask({ path: "/api/live/shell", headers: asPoll, cookies: await browser() });
  });

  test("the session in which it was proved is over", async () => {
    const { id } = await asked();
    expect(codeOf(await prove(id, await browser({ sid: "sess_that_is_over" })))).toBeNull();
    const nonce = String((await get(`/api/v1/action_requests/${id}`)).json().action_request_nonce);
    expect(told(await confirm(id, nonce))).toEqual(problem(403, "session_ended"));
  });
});

describe("what may not be asked for", () => {
  test.for<[string, string, unknown, string, number]>([
    ["a key to the console", "passkey.remove", { id: crypto.randomUUID() }, "token_scope", 403],
    ["what needs no proof", "delivery.annotate", { id: "1", text: "x" }, "token_scope", 403],
    ["what only the worker does", "worker.beat", {}, "token_scope", 403],
    ["what there is not", "delivery.burn", {}, "unknown_operation", 404],
    ["what the person's role does not allow", "person.lock-out", { id: crypto.randomUUID() }, "not_allowed", 403],
    ["a delivery that there is not", "delivery.retry", { id: "9" }, "delivery_not_found", 404],
    ["a wrong input", "delivery.retry", { id: 7, more: true }, "invalid_input", 422],
  ])("%s: %s", async ([, operation, input, code, status]) => {
    expect(told(await askFor(input, token, operation))).toEqual(problem(status, code));
  });

  test.for<[string, unknown, string[]]>([
    ["no JSON", "{", ["body"]],
    ["a field that there is not", { operation: "delivery.retry", input: {}, reason, force: true }, ["force"]],
    ["no reason", { operation: "delivery.retry", input: { id: "1" }, reason: " " }, ["reason"]],
    ["an operation that is no text", { operation: 7, input: {}, reason }, ["operation"]],
  ])("a body with %s, by its name", async ([, body, fields]) => {
    const answer = await post("/api/v1/action_requests", body);
    expect([answer.status, answer.json()]).toEqual([422, expect.objectContaining({ code: "invalid_input", fields })]);
  });

  test("a body that is nested more deeply than anything that we take", async () => {
    const fieldsOf = async (levels: number) => {
      const input = "[".repeat(levels - 1) + "]".repeat(levels - 1);
      const answer = await post(
        "/api/v1/action_requests",
        `{"operation": "delivery.retry", "reason": "Nested.", "input": ${input}}`,
      );
      expect(answer.status).toBe(422);
      return answer.json().fields;
    };
    expect(await fieldsOf(32)).not.toEqual(["body"]);
    for (const levels of [33, 20_000]) expect(await fieldsOf(levels)).toEqual(["body"]);
  });

  test("a wait that is too long, by its name", async () => {
    const { id } = await asked();
    const answer = await get(`/api/v1/action_requests/${id}?wait=31`);
    expect([answer.status, answer.json()]).toEqual([422, expect.objectContaining({ fields: ["wait"] })]);
  });
});

test("its page tells its person which program asked", async () => {
  const { id } = await asked();
  const page = await ask({
    path: `/api/live/request?id=${id}`,
    headers: { accept: "application/json" },
    cookies: await browser(),
  });
  expect(page.json()).toMatchObject({ own: true, program: "A test's token", state: "draft" });
});
