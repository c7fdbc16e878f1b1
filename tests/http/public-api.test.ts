import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type TokenScope, tokenScopes } from "@/lib/access/policy";
import { openApi } from "@/lib/public-api/rules/openapi";
import { type Endpoint, endpoints } from "@/lib/public-api/shapes/endpoints";
import { examples } from "@/lib/public-api/shapes/examples";
import { version } from "@/package.json";
import { type AnyScope, bearing, heldToken } from "../support/api-tokens";
import { bypassableApp, forgetAppBypasses } from "../support/app-bypasses";
import { calm } from "../support/calm";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { control } from "../support/control";
import { healthyAgain, listDead } from "../support/dead-letters";
import { type Answer, ask } from "../support/http";
import { consoleRows } from "../support/rows";
import { world } from "../support/world";

let tokens: Record<AnyScope, string>;
let app = "";
beforeAll(async () => {
  await calm();
  const [personId = ""] = await newColleagues(consoleRows, ["responder"]);
  const held = async (scope: TokenScope) => (await heldToken(consoleRows, personId, { scope })).token;
  const bypassable = await bypassableApp(consoleRows);
  app = bypassable.app;
  tokens = {
    read: await held("read"),
    operate: await held("operate"),
    signal: await held("signal"),
    bypass: bypassable.token,
  };
  return async () => {
    await forgetAppBypasses(consoleRows);
    await forgetColleagues(consoleRows);
  };
});

const told = ({ status, headers, json }: Answer) => [status, json().code, headers["content-type"]];
const problem = (status: number, code: string) => [status, code, "application/problem+json"];
const addressOf = (path: string) =>
  `/api/v1${path.replace("{id}", randomUUID()).replace("{number}", "999999999").replace("{app}", app)}`;
const calls = (Object.entries(endpoints) as [keyof typeof endpoints, Endpoint][]).map(([name, endpoint]) => ({
  name,
  endpoint,
}));

/** A call as it is described, with nothing that there is. */
function call({ name, endpoint }: (typeof calls)[number], headers: Record<string, string>, method?: string) {
  const { path, method: described, body } = endpoint;
  return ask({
    path: addressOf(path),
    method: method ?? described.toUpperCase(),
    headers: { "content-type": "application/json", ...headers },
    body: body ? JSON.stringify(examples[name].body) : undefined,
  });
}

describe("the description", () => {
  test("is told to whoever may call any of it, and to nobody else", async () => {
    const document = openApi(world().consoleUrl, version);
    for (const scope of tokenScopes) {
      const answer = await ask({ path: "/api/v1/openapi.json", headers: bearing(tokens[scope]) });
      expect([answer.status, answer.json()]).toEqual([200, JSON.parse(JSON.stringify(document))]);
    }
    expect(told(await ask({ path: "/api/v1/openapi.json" }))).toEqual(problem(401, "not_signed_in"));
  });
});

describe("each call", () => {
  test.for(calls)("$name takes a token of the scopes that it names, and no other", async (each) => {
    const fits = each.endpoint.scopes;
    for (const scope of [...tokenScopes, "bypass"] as const) {
      const { status, text } = await call(each, bearing(tokens[scope]));
      const { code = null } = JSON.parse(text) as { code?: string };
      expect([scope, status === 401 || code === "token_scope"]).toEqual([scope, !fits.includes(scope)]);
    }
  });

  test.for(calls)("$name is nobody's without a token", async (each) => {
    expect(told(await call(each, {}))).toEqual(problem(401, "not_signed_in"));
  });

  test.for(calls)("$name says of other methods which it takes", async (each) => {
    const mine = each.endpoint.method === "get" ? ["GET", "HEAD"] : ["POST"];
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((other) => !mine.includes(other))) {
      const answer = await call(each, bearing(tokens.read), method);
      expect([method, ...told(answer)]).toEqual([method, ...problem(405, "method_not_allowed")]);
      expect(answer.headers.allow).toBe([...mine, "OPTIONS"].join(", "));
    }
  });

  test.for(calls.filter(({ endpoint }) => endpoint.body))("$name refuses a field that there is not", async (each) => {
    const { path, scopes } = each.endpoint;
    const [scope = "read"] = scopes;
    const answer = await ask({
      method: "POST",
      path: addressOf(path),
      headers: bearing(tokens[scope]),
      body: JSON.stringify({ ...(examples[each.name].body as object), surely_not: 1 }),
    });
    expect([...told(answer), answer.json().fields]).toEqual([...problem(422, "invalid_input"), ["surely_not"]]);
  });

  test.for(calls.filter(({ endpoint }) => endpoint.method === "get"))(
    "$name refuses a question that there is not",
    async ({ endpoint }) => {
      const [scope = "read"] = endpoint.scopes;
      const path = `${addressOf(endpoint.path)}?surely_not=1`;
      const answer = await ask({ path, headers: bearing(tokens[scope]) });
      expect([...told(answer), answer.json().fields]).toEqual([...problem(422, "invalid_input"), ["surely_not"]]);
    },
  );
});

test.for(["/api/v1/nothing", "/api/v1/triage/more", "/api/v1/jobs"])(
  "%s is not there, and says so as a problem",
  async (path) => {
    for (const method of ["GET", "POST", "DELETE"])
      expect(told(await ask({ path, method, headers: bearing(tokens.read) }))).toEqual(
        problem(404, "endpoint_not_found"),
      );
  },
);

describe("a read", () => {
  const description = (headers = {}) =>
    ask({ path: "/api/v1/openapi.json", headers: { ...bearing(tokens.read), ...headers } });

  test("carries the mark of its bytes, and is not sent again to who has them", async () => {
    const { etag = "" } = (await description()).headers;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await description({ "if-none-match": known });
      expect([known, again.status, again.text, again.headers.etag]).toEqual([known, 304, "", etag]);
    }
    for (const known of ['"other"', etag.replaceAll('"', ""), ""])
      expect([known, (await description({ "if-none-match": known })).status]).toEqual([known, 200]);
  });

  test("by somebody who may not is refused, whatever they know", async () => {
    const { etag = "" } = (await description()).headers;
    const answer = await ask({ path: "/api/v1/openapi.json", headers: { "if-none-match": etag } });
    expect(told(answer)).toEqual(problem(401, "not_signed_in"));
  });
});

test("every answer tells a token what it has left", async () => {
  const { headers } = await ask({ path: "/api/v1/record/checkpoint", headers: bearing(tokens.read) });
  const left = Number(/^"token";r=(\d+);t=\d+$/.exec(headers.ratelimit ?? "")?.[1]);
  expect(headers["ratelimit-policy"]).toBe('"token";q=120;w=60');
  const refused = await ask({ path: "/api/v1/jobs/none", headers: bearing(tokens.read) });
  expect([refused.status, refused.headers.ratelimit]).toEqual([
    404,
    expect.stringContaining(`"token";r=${left - 1};t=`),
  ]);
});

test("the record's checkpoint is the one that is kept", async () => {
  const answer = await ask({ path: "/api/v1/record/checkpoint", headers: bearing(tokens.read) });
  expect(answer.json()).toMatchObject({ origin: "sallyport record v1", size: expect.any(Number) });
});

test("the sandbox's own tokens do as these do", async () => {
  const { apiTokens } = await control.describe();
  expect((await ask({ path: "/api/v1/triage", headers: bearing(apiTokens.read) })).status).toBe(200);
});

describe("a program that asks under a key", () => {
  const asking = { operation: "delivery.retry", reason: "The nightly script asks." };
  const keyed = (key: string, body: unknown = { ...asking, input: { id: "1" } }, by = tokens.operate) =>
    ask({
      method: "POST",
      path: "/api/v1/action_requests",
      headers: { ...bearing(by), "idempotency-key": key },
      body: JSON.stringify(body),
    });
  const made = async () =>
    Number(
      (await consoleRows("SELECT count(*)::int AS made FROM action_requests WHERE idempotency_key IS NOT NULL"))[0]
        ?.made,
    );
  let delivery = "";
  beforeAll(async () => {
    delivery = (await listDead(healthyAgain.id, 1))[0]?.id ?? "";
    return () =>
      consoleRows(
        "UPDATE action_requests SET state = 'withdrawn' WHERE idempotency_key IS NOT NULL AND state = 'draft'",
      );
  });
  const retry = () => ({ ...asking, input: { id: delivery } });

  test("asks once, however often it calls, and is answered alike", async () => {
    const [key, before] = [randomUUID(), await made()];
    const first = await keyed(key, retry());
    expect(first.status).toBe(201);
    const { id } = first.json();
    await consoleRows("UPDATE action_requests SET state = 'expired', finished_at = now() WHERE id = $1", [id]);
    const [again, quoted, ordered] = [
      await keyed(key, retry()),
      await keyed(`"${key}"`, retry()),
      await keyed(key, Object.fromEntries(Object.entries(retry()).toReversed())),
    ];
    for (const answer of [again, quoted, ordered])
      expect([answer.status, answer.text, answer.headers.location]).toEqual([201, first.text, first.headers.location]);
    expect(await made()).toBe(before + 1);
  });

  test("and asks for something else is refused", async () => {
    const key = randomUUID();
    expect((await keyed(key, retry())).status).toBe(201);
    expect(told(await keyed(key, { ...retry(), reason: "Another reason." }))).toEqual(
      problem(422, "idempotency_key_reused"),
    );
  });

  test("twice at once makes one", async () => {
    const [key, before] = [randomUUID(), await made()];
    const answers = await Promise.all(Array.from({ length: 6 }, () => keyed(key, retry())));
    expect(await made()).toBe(before + 1);
    const codes = answers.map(({ status, json }) => [status, json().code]);
    for (const each of codes)
      expect([
        [201, undefined],
        [409, "idempotency_key_in_use"],
      ]).toContainEqual(each);
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
  });

  test("shares it with no other token, and has it again a day later", async () => {
    const [key, before] = [randomUUID(), await made()];
    const first = String((await keyed(key, retry())).json().id);
    const [personId = ""] = await newColleagues(consoleRows, ["responder"]);
    const other = await heldToken(consoleRows, personId, { scope: "operate" });
    const theirs = await keyed(key, retry(), other.token);
    expect([theirs.status, theirs.json().id]).not.toEqual([201, first]);
    await consoleRows("UPDATE action_requests SET created_at = created_at - interval '24 hours' WHERE id = $1", [
      first,
    ]);
    const later = await keyed(key, retry());
    expect([later.status, later.json().id === first]).toEqual([201, false]);
    expect(await made()).toBe(before + 2);
  });

  test.for(["", " ", "ü", "k".repeat(201)])("%j, which is no key, is told so", async (key) => {
    const answer = await keyed(key);
    expect([...told(answer), answer.json().fields]).toEqual([...problem(422, "invalid_input"), ["Idempotency-Key"]]);
  });
});
