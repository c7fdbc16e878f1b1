import { Ajv2020 } from "ajv/dist/2020";
import { describe, expect, test } from "vitest";
import { operationPolicy, tokenScopes } from "@/lib/access/policy";
import { refusalStatus } from "@/lib/core/errors";
import { endpoints } from "../shapes/endpoints";
import { openApi } from "./openapi";

const document = openApi("https://console.example.com", "1.2.3");
const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, call]) => ({ name: `${method} ${path}`, path, method, call })),
);
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, "api");
const judge = (schema: object) => ajv.compile("$ref" in schema ? { $ref: `api${String(schema.$ref)}` } : schema);

/** Every `$ref` of a part of the document. */
function refsIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) =>
    name === "$ref" && typeof value === "string" ? [value] : refsIn(value),
  );
}
const atRef = (ref: string): unknown =>
  ref
    .slice(2)
    .split("/")
    .reduce<unknown>((place, name) => (place as Record<string, unknown> | undefined)?.[name], document);

describe("the description of the public API", () => {
  test("is of OpenAPI 3.1, and names this console and its version", () => {
    expect(document).toMatchObject({
      openapi: "3.1.0",
      info: { title: "Sallyport", version: "1.2.3" },
      servers: [{ url: "https://console.example.com/api/v1" }],
      security: [{ token: [] }],
    });
    expect(calls.map(({ call }) => call.operationId).toSorted()).toEqual(Object.keys(endpoints).toSorted());
  });

  test("refers to nothing that it does not have, and has nothing that nobody refers to", () => {
    const refs = [...new Set(refsIn(document))];
    expect(refs.filter((ref) => atRef(ref) === undefined)).toEqual([]);
    const { schemas, headers } = document.components;
    const kept = [
      ...Object.keys(schemas).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(headers as object).map((name) => `#/components/headers/${name}`),
    ];
    expect(kept.filter((ref) => !refs.includes(ref))).toEqual([]);
  });

  test.for(Object.entries(document.components.schemas))("has a schema %s that is one", ([, schema]) => {
    expect(ajv.validateSchema(schema)).toBe(true);
  });
});

describe("each described call", () => {
  test("has a name of its own, in the case of programs", () => {
    const names = calls.map(({ call }) => call.operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)*$/.test(name))).toEqual([]);
  });

  test.for(calls.map((each) => [each.name, each] as const))("%s says what it is", ([, { path, call }]) => {
    expect(call.summary.length).toBeGreaterThan(8);
    expect(call.description).toMatch(/\. With (a token of the scope `|that app's bypass token)/);
    expect(call.parameters.filter(({ description }) => description.length < 8)).toEqual([]);
    const inPath = call.parameters.filter((each) => each.in === "path");
    expect(inPath.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(inPath.every(({ required }) => required)).toBe(true);
  });

  test.for(calls.map((each) => [each.name, each] as const))("%s answers in shapes", ([, { path, method, call }]) => {
    const entries = Object.entries(call.responses);
    expect(entries.filter(([status]) => status.startsWith("2")).length).toBe(1);
    for (const [status, { description, content, headers }] of entries) {
      expect(description.length).toBeGreaterThan(8);
      expect(headers).toHaveProperty("X-Request-Id");
      if (status === "304") expect([method, content]).toEqual(["get", undefined]);
      else {
        const told = path.endsWith(".md") ? "text/markdown" : "application/json";
        expect(Object.keys(content ?? {})).toEqual([status < "300" ? told : "application/problem+json"]);
      }
      for (const { schema } of Object.values(content ?? {})) expect(Object.keys(schema)).toEqual(["$ref"]);
    }
    for (const status of ["401", "403", "422", "429", "500", "503"]) expect(call.responses).toHaveProperty(status);
  });

  test.for(calls.map((each) => [each.name, each] as const))("%s has examples in their own shapes", ([, { call }]) => {
    const shown = [call.requestBody?.content ?? {}, ...Object.values(call.responses).map(({ content = {} }) => content)]
      .flatMap((content) => Object.values(content))
      .filter(({ example }) => example !== undefined);
    for (const { schema, example } of shown) {
      const validate = judge(schema);
      expect([validate(example), validate.errors]).toEqual([true, null]);
    }
    expect(shown.length).toBe(call.requestBody ? 2 : 1);
  });

  test.for(calls.filter(({ call }) => call.requestBody).map((each) => [each.name, each] as const))(
    "%s takes no field that is not described",
    ([, { call }]) => {
      const [{ schema, example } = { schema: {} }] = Object.values(call.requestBody?.content ?? {});
      expect(judge(schema)({ ...(example as object), surely_not: 1 })).toBe(false);
    },
  );
});

describe("the table of calls", () => {
  test("names scopes that there are, refusals that there are, and operations that there are", () => {
    for (const { scopes, refusals } of Object.values(endpoints)) {
      expect(scopes.filter((scope) => scope !== "bypass" && !tokenScopes.includes(scope))).toEqual([]);
      expect(refusals.filter((code) => !Object.hasOwn(refusalStatus, code))).toEqual([]);
    }
    const named = JSON.stringify(document).match(/`[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*`/g) ?? [];
    const known = Object.keys(operationPolicy).map((name) => `\`${name}\``);
    const events = ["`user.updated`"];
    expect(named.filter((name) => ![...known, ...events].includes(name))).toEqual([]);
  });

  test("says the same twice: nothing of it depends on the moment", () => {
    expect(JSON.stringify(openApi("https://console.example.com", "1.2.3"))).toBe(JSON.stringify(document));
  });
});
