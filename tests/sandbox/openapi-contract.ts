import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";

export type Schema = { [key: string]: unknown };

/** Says where an answer breaks the vendor's own description; nothing when it keeps to it. */
export type Contract = {
  violations(operation: string, status: number, json: unknown): string[];
};

const FOLDER = resolve(import.meta.dirname, "../..", process.env.SALLYPORT_OPENAPI_DIR ?? "../shared/openapi");

/** The path of a description, and whether it is there. */
export function locateDescription(file: string): { path: string; present: boolean } {
  const path = resolve(FOLDER, file);
  return { path, present: existsSync(path) };
}

export const readDescription = (path: string): Schema =>
  parse(readFileSync(path, "utf8"), { maxAliasCount: -1 }) as Schema;

export function readContract(path: string): Contract {
  const document = readDescription(path);
  return {
    violations(operation, status, json) {
      const [method = "", template = ""] = operation.split(" ");
      const found = dig(document, ["paths", template, method.toLowerCase(), "responses", String(status)]);
      if (!found) return [`${operation} has no answer ${status} in the description`];
      const response = dereference(document, found);
      const schema = dig(response, ["content", "application/json", "schema"]);
      return schema ? check(document, schema, json, "$") : [];
    },
  };
}

/** Where a value breaks a schema. @param at how its place is called */
export function check(document: Schema, unresolved: Schema, value: unknown, at: string): string[] {
  const schema = dereference(document, unresolved);
  if (value === null) return isNullable(document, schema) ? [] : [`${at} is null`];
  return [
    ...checkType(schema, value, at),
    ...checkChoices(document, schema, value, at),
    ...(Array.isArray(value) ? checkItems(document, schema, value, at) : []),
    ...(isObject(value) ? checkProperties(document, schema, value, at) : []),
  ];
}

function checkType(schema: Schema, value: unknown, at: string): string[] {
  const problems: string[] = [];
  if (schema.type !== undefined && !hasType(value, String(schema.type))) problems.push(`${at} is not ${schema.type}`);
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    problems.push(`${at} is ${value}, not one of ${schema.enum}`);
  if (typeof schema.pattern === "string" && typeof value === "string" && !new RegExp(schema.pattern).test(value)) {
    problems.push(`${at} does not match ${schema.pattern}`);
  }
  return problems;
}

function checkChoices(document: Schema, schema: Schema, value: unknown, at: string): string[] {
  const all = schemasOf(schema.allOf).flatMap((each) => check(document, each, value, at));
  // The descriptions overlap their alternatives, so one that fits is enough.
  const choices = [schemasOf(schema.oneOf), schemasOf(schema.anyOf)].filter((list) => list.length > 0);
  const unmet = choices.flatMap((list) => {
    const problems = list.map((each) => check(document, each, value, at));
    const closest = problems.toSorted((a, b) => a.length - b.length)[0] ?? [];
    return closest.length === 0 ? [] : [`${at} fits no alternative: ${closest.join("; ")}`];
  });
  return [...all, ...unmet];
}

function checkItems(document: Schema, schema: Schema, items: unknown[], at: string): string[] {
  const { items: itemSchema } = schema;
  return isObject(itemSchema)
    ? items.flatMap((item, index) => check(document, itemSchema, item, `${at}[${index}]`))
    : [];
}

function checkProperties(document: Schema, schema: Schema, value: Schema, at: string): string[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  const unknown =
    schema.additionalProperties === false
      ? Object.keys(value)
          .filter((name) => !(name in properties))
          .map((name) => `${at}.${name} is unknown`)
      : [];
  const wrong = Object.entries(properties).flatMap(([name, property]) =>
    name in value && isObject(property) ? check(document, property, value[name], `${at}.${name}`) : [],
  );
  return [...missing, ...unknown, ...wrong];
}

function isNullable(document: Schema, schema: Schema): boolean {
  if (schema.nullable === true) return true;
  if (schema.type !== undefined) return false;
  const alternatives = [...schemasOf(schema.oneOf), ...schemasOf(schema.anyOf), ...schemasOf(schema.allOf)];
  return alternatives.length === 0 || alternatives.some((each) => isNullable(document, dereference(document, each)));
}

function hasType(value: unknown, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

export function dereference(document: Schema, schema: Schema): Schema {
  if (typeof schema.$ref !== "string") return schema;
  const target = dig(document, schema.$ref.replace(/^#\//, "").split("/").map(unescape));
  if (!target) throw new Error(`The description refers to nothing: ${schema.$ref}`);
  return dereference(document, target);
}

/** @source RFC 6901, inside a fragment */
function unescape(key: string): string {
  return decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
}

export function dig(from: Schema, keys: string[]): Schema | undefined {
  let value: unknown = from;
  for (const key of keys) value = Object(value) === value ? (value as Schema)[key] : undefined;
  return isObject(value) ? value : undefined;
}

export function schemasOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
