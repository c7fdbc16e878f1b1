import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type DescribedCall, openApi } from "@/lib/public-api/rules/openapi";
import { type AnyScope, bearing, heldToken } from "../support/api-tokens";
import { bypassableApp, forgetAppBypasses } from "../support/app-bypasses";
import { calm } from "../support/calm";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { type Answer, type Ask, ask } from "../support/http";
import { consoleRows } from "../support/rows";

/** The same every time; another one by hand, for whoever hunts. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_129);
/** So many wild calls of each: enough to come by every kind, few enough for every run. */
const rounds = 14;

const document = openApi("http://localhost", "0");
const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
);
const scopeOf = ({ security }: DescribedCall) => security[0]?.token[0] ?? "read";

beforeAll(async () => {
  await calm();
  return async () => {
    await forgetAppBypasses(consoleRows);
    await forgetColleagues(consoleRows);
  };
});

/** The app whose token was made last: of another one it is told nothing. */
let bypassed = "app-none";

/** A token has 120 calls a minute: each described call is fuzzed by one of its own. */
async function freshToken(scope: AnyScope): Promise<string> {
  if (scope !== "bypass") bypassed = "app-none";
  else {
    const { app, token } = await bypassableApp(consoleRows);
    bypassed = app;
    return token;
  }
  const [personId = ""] = await newColleagues(consoleRows, ["responder"]);
  return (await heldToken(consoleRows, personId, { scope })).token;
}

const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "\u0000",
    "‮",
    "../../etc/passwd",
    "'; DROP TABLE record; --",
    "%00",
    "𝕊".repeat(90),
    "-1",
    "1e999",
    "NaN",
    "null",
  ),
  fc.constantFrom("9".repeat(400), "9223372036854775808", "0", "٣", randomUUID(), "a".repeat(3_000)),
);
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 2, [], {}, [[]], {
    __proto__: null,
  }),
  fc.json({ maxDepth: 4 }).map((text) => JSON.parse(text) as unknown),
);

/** What the schema describes, and sometimes what it does not. */
function valueFor(schema: Record<string, unknown>): fc.Arbitrary<unknown> {
  const {
    $ref,
    properties,
    enum: words,
    type,
  } = schema as {
    $ref?: string;
    properties?: Record<string, Record<string, unknown>>;
    enum?: unknown[];
    type?: string;
  };
  if ($ref) return valueFor(document.components.schemas[$ref.split("/").at(-1) ?? ""] ?? {});
  if (words) return fc.oneof(fc.constantFrom(...words), hostileValue);
  if (properties) {
    const fields = Object.entries(properties).map(([name, inner]) => [name, valueFor(inner)] as const);
    return fc.record(Object.fromEntries([...fields, ["surplus", hostileValue]]), {
      requiredKeys: fields.map(([name]) => name),
    });
  }
  return type === "integer" || type === "number" ? fc.oneof(fc.integer(), fc.double(), hostileValue) : hostileValue;
}

const deep = (opening: string, closing: string) => opening.repeat(20_000) + closing.repeat(20_000);
const rawBody = fc.oneof(
  fc.constantFrom(
    "",
    "{",
    "[]",
    "null",
    "0",
    '"',
    `{"a":${deep("[", "]")}}`,
    deep('{"a":', "}"),
    `${"\\".repeat(99)}"`,
    '{"operation":"delivery.retry","operation":7}',
  ),
  fc.constantFrom(`"${"x".repeat(70_000)}"`, '"\\u0000"', '{"__proto__":{"scope":"read"}}', "\ufeff{}"),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);
const contentType = fc.constantFrom(
  "application/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-16",
  "",
);

type Call = (typeof calls)[number];

function wildly({
  path,
  method,
  described,
}: Call): fc.Arbitrary<Omit<Ask, "headers"> & { headers: Record<string, string> }> {
  const segment = fc
    .oneof(hostileText, fc.constantFrom(randomUUID(), "1", "42", bypassed))
    .map((text) => encoded(text) || "x");
  const asked = described.parameters.filter((each) => each.in === "query").map(({ name }) => name);
  const query = fc.dictionary(fc.oneof(fc.constantFrom("surplus", ...asked), hostileText), hostileText, { maxKeys: 3 });
  const [{ schema } = { schema: undefined }] = Object.values(described.requestBody?.content ?? {});
  const body = schema
    ? fc.oneof(
        { weight: 3, arbitrary: valueFor(schema).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: rawBody },
      )
    : fc.constant(undefined);
  return fc.record({ segment, query, body, contentType, key: fc.option(hostileText) }).map((wild) => {
    const words = Object.entries(wild.query).filter(([name]) => name !== "wait");
    const search = words.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
    const printable = wild.key?.replaceAll(/[^\x21-\x7e]/g, "").slice(0, 300);
    return {
      method,
      path: `/api/v1${path.replace(/\{\w+\}/, wild.segment)}${search ? `?${search}` : ""}`,
      body: wild.body,
      headers: {
        ...(wild.contentType ? { "content-type": wild.contentType } : {}),
        ...(printable ? { "idempotency-key": printable, "if-none-match": printable } : {}),
      },
    };
  });
}

/** As an address has it; half of a character is no text and cannot be written in one. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll(".", "%2E");

describe("whatever is sent", () => {
  test.for(calls)("to $method $path breaks nothing, and is answered as it is described", async (call) => {
    const token = await freshToken(scopeOf(call.described));
    const seen: Answer[] = [];
    await fc.assert(
      fc.asyncProperty(wildly(call), async (wild) => {
        // That it is answered as described is judged wherever a test asks.
        const answer = await ask({ ...wild, headers: { ...wild.headers, ...bearing(token) } });
        seen.push(answer);
        expect([wild.path, answer.status < 500]).toEqual([wild.path, true]);
      }),
      { seed, numRuns: rounds, endOnFailure: true },
    );
    expect(seen.length).toBe(rounds);
    expect(seen.filter(({ status }) => status === 429)).toEqual([]);
  });
});

test("a token of nonsense, however long or odd, is nobody's", async () => {
  const shown = fc
    .oneof(hostileText, fc.string({ maxLength: 500 }))
    .map((text) => text.replaceAll(/[^\x20-\x7e]/g, ""));
  await fc.assert(
    fc.asyncProperty(shown, fc.constantFrom("Bearer ", "Basic ", "bearer", ""), async (text, scheme) => {
      const { status } = await ask({ path: "/api/v1/triage", headers: { authorization: `${scheme}${text}` } });
      expect(status).toBe(401);
    }),
    { seed, numRuns: rounds, endOnFailure: true },
  );
});
