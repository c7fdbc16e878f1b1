import type { RefusalCode } from "@/lib/core/errors";
import type { ApiDescription, DescribedAnswer, DescribedCall, Scope } from "./openapi";

type Schema = Record<string, unknown>;

/** One field or parameter, as it is read. `shape`: another one, by its name. */
export type Line = { name: string; type: string; shape: string | null; required: boolean; meaning: string };
export type ParameterLine = Line & { where: "path" | "query" | "header" };
export type KnownRefusal = { status: number; code: RefusalCode };

/** A call as a person reads it. */
export type ReferenceCall = {
  name: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  scopes: readonly Scope[];
  parameters: readonly ParameterLine[];
  body: { shape: string; lines: readonly Line[] } | null;
  answer: { status: number; shape: string; example: string };
  /** Those that are not every call's. */
  refusals: readonly KnownRefusal[];
  /** It runs an operation, which may refuse it in words of its own. */
  operates: boolean;
  curl: string;
};

export type Shape = { name: string; meaning: string; type: string; lines: readonly Line[] };

export type Reference = {
  server: string;
  calls: readonly ReferenceCall[];
  /** What may refuse any call. */
  everywhere: readonly KnownRefusal[];
  shapes: readonly Shape[];
};

/** The description of the public API as a page shows it: every call, what may refuse all of them, and every shape. */
export function referenceOf(document: ApiDescription): Reference {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ path, method, call, refusals: refusalsOf(call) })),
  );
  const [first, ...others] = described.map(({ refusals }) => refusals);
  const everywhere = (first ?? []).filter(({ code }) =>
    others.every((refusals) => refusals.some((each) => each.code === code)),
  );
  const shared = new Set(everywhere.map(({ code }) => code));
  return {
    server: String((document.servers as { url: string }[])[0]?.url),
    calls: described.map(({ path, method, call, refusals }) => ({
      ...callOf(path, method, call, document.components.schemas),
      refusals: refusals.filter(({ code }) => !shared.has(code)),
    })),
    everywhere,
    shapes: Object.entries(document.components.schemas).map(([name, schema]) => shapeOf(name, schema)),
  };
}

/** The calls that have a text in their address, name, summary or refusals; all of them for none. Every word must be there. */
export function callsWith(calls: readonly ReferenceCall[], text: string): readonly ReferenceCall[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return calls.filter(({ name, method, path, summary, description, refusals }) => {
    const said = [name, method, path, summary, description, ...refusals.map(({ code }) => code)];
    return words.every((word) => said.some((each) => each.toLowerCase().includes(word)));
  });
}

function callOf(path: string, method: string, call: DescribedCall, schemas: Record<string, Schema>) {
  const [[status, told] = ["200", undefined]] = Object.entries(call.responses).filter(([each]) => each.startsWith("2"));
  const [{ schema, example } = { schema: {}, example: null }] = Object.values(told?.content ?? {});
  const [sent] = Object.values(call.requestBody?.content ?? {});
  const bodyName = sent ? nameOf(sent.schema) : null;
  return {
    name: call.operationId,
    method: method.toUpperCase(),
    path,
    summary: call.summary,
    description: call.description,
    scopes: call.security.flatMap(({ token }) => token),
    parameters: call.parameters.map(({ schema: of, description, ...parameter }) => ({
      name: parameter.name,
      where: parameter.in as ParameterLine["where"],
      required: parameter.required,
      meaning: description,
      ...typeOf(of),
    })),
    body: bodyName === null ? null : { shape: bodyName, lines: linesOf(schemas[bodyName] ?? {}) },
    answer: { status: Number(status), shape: nameOf(schema) ?? "", example: shown(example) },
    operates: Object.values(call.responses).some((each) => each["x-codes"]?.length === 0),
    curl: call["x-codeSamples"][0]?.source ?? "",
  };
}

const shown = (example: unknown): string => (typeof example === "string" ? example : JSON.stringify(example, null, 2));

const refusalsOf = ({ responses }: DescribedCall): KnownRefusal[] =>
  Object.entries(responses).flatMap(([status, answer]: [string, DescribedAnswer]) =>
    (answer["x-codes"] ?? []).map((code) => ({ status: Number(status), code })),
  );

function shapeOf(name: string, schema: Schema): Shape {
  return { name, meaning: meaningOf(schema), type: typeOf(schema).type, lines: linesOf(schema) };
}

/** Every field; what lies within a field that is no shape of its own stands below it, by its path. */
function linesOf(schema: Schema, before = ""): Line[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties).flatMap(([name, field]) => {
    const [path, inner] = [`${before}${name}`, innerOf(field)];
    const line = { name: path, required: required.includes(name), meaning: meaningOf(field), ...typeOf(field) };
    return [line, ...(inner ? linesOf(inner.schema, `${path}${inner.list ? "[]" : ""}.`) : [])];
  });
}

/** The fields within a field: its own, those of what it is a list of, or of what it may be instead of null. */
function innerOf(field: Schema): { schema: Schema; list: boolean } | null {
  if (field.properties) return { schema: field, list: false };
  if (field.type === "array") {
    const inner = innerOf((field.items ?? {}) as Schema);
    return inner && { schema: inner.schema, list: true };
  }
  const found = alternativesOf(field)
    .map(innerOf)
    .find((each) => each !== null);
  return found ?? null;
}

const alternativesOf = (schema: Schema): Schema[] => (Array.isArray(schema.anyOf) ? (schema.anyOf as Schema[]) : []);

const meaningOf = ({ description }: Schema): string => (typeof description === "string" ? description : "");

const nameOf = ({ $ref }: Schema): string | null =>
  typeof $ref === "string" ? ($ref.split("/").at(-1) ?? null) : null;

/** A list of words that is longer is told by its own shape's page, or grows any day. */
const mostWords = 16;

/** What a value is, in the words of JSON; `list of`, where there are several, and the shape's name where it is one. */
function typeOf(schema: Schema): Pick<Line, "type" | "shape"> {
  const name = nameOf(schema);
  if (name !== null) return { type: name, shape: name };
  if (schema.const !== undefined) return { type: JSON.stringify(schema.const), shape: null };
  if (Array.isArray(schema.enum)) return { type: wordsOf(schema.enum), shape: null };
  const alternatives = Array.isArray(schema.type)
    ? schema.type.map((type: unknown) => typeOf({ ...schema, type }))
    : alternativesOf(schema).map(typeOf);
  if (alternatives.length > 0) {
    const shape = alternatives.find((each) => each.shape !== null)?.shape ?? null;
    return { type: alternatives.map(({ type }) => type).join(" | "), shape };
  }
  if (schema.type === "array") {
    const each = typeOf((schema.items ?? {}) as Schema);
    return { type: `list of ${each.type}`, shape: each.shape };
  }
  return { type: `${typeof schema.type === "string" ? schema.type : "anything"}${limitsOf(schema)}`, shape: null };
}

const wordsOf = (words: readonly unknown[]): string =>
  words.length > mostWords ? "string" : words.map((word) => JSON.stringify(word)).join(" | ");

/** What bounds a value, but for the largest number that there is, and what it is where nobody says. */
function limitsOf({ minimum, maximum, minLength, maxLength, default: otherwise }: Schema): string {
  const bounds = isNumber(minLength ?? maxLength) ? bound(minLength, maxLength) : bound(minimum, maximum);
  const counted = isNumber(minLength ?? maxLength) && bounds !== "" ? `${bounds} characters` : bounds;
  const all = [counted, otherwise === undefined ? "" : `else ${JSON.stringify(otherwise)}`].filter(Boolean);
  return all.length > 0 ? `, ${all.join(", ")}` : "";
}

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function bound(least: unknown, most: unknown): string {
  if (!isNumber(most)) return isNumber(least) && least > 0 ? `at least ${least}` : "";
  return isNumber(least) ? `${least} to ${most}` : `at most ${most}`;
}
