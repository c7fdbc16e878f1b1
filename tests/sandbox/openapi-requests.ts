import { check, dereference, dig, readDescription, type Schema, schemasOf } from "./openapi-contract";

/** A request as it went out. `path` with its query, from the description's first segment on. */
export type Sent = { method: string; path: string; contentType?: string; body?: string };

type Parameter = { name: string; in: string; required: boolean; schema: Schema };

/** Says where a request breaks the vendor's own description: its address, method, query and body. */
export function readRequestContract(path: string): {
  violations(sent: Sent): string[];
  templateOf(sent: Sent): string;
} {
  const document = readDescription(path);
  const templates = Object.keys(dig(document, ["paths"]) ?? {});
  const templateOf = ({ path: asked }: Sent): string => fitting(templates, asked.split("?")[0] ?? "") ?? "";
  return {
    templateOf: (sent) => `${sent.method} ${templateOf(sent)}`,
    violations(sent) {
      const template = templateOf(sent);
      const operation = dig(document, ["paths", template, sent.method.toLowerCase()]);
      if (!operation) return [`${sent.method} ${sent.path} is in no description`];
      const parameters = [
        ...schemasOf(dig(document, ["paths", template])?.parameters),
        ...schemasOf(operation.parameters),
      ];
      const known = parameters.map((each) => parameterOf(document, each));
      return [
        ...queryFaults(document, known, sent),
        ...pathFaults(document, known, template, sent),
        ...bodyFaults(document, operation, sent),
      ].map((fault) => `${sent.method} ${template}: ${fault}`);
    },
  };
}

/** The template of a path; of two, the one with fewer gaps. */
function fitting(templates: readonly string[], path: string): string | undefined {
  const gaps = (template: string): number => template.split("{").length;
  return templates
    .filter((template) => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path))
    .toSorted((one, other) => gaps(one) - gaps(other))[0];
}

function parameterOf(document: Schema, unresolved: Schema): Parameter {
  const { name, in: place, required, schema } = dereference(document, unresolved);
  return {
    name: String(name),
    in: String(place),
    required: required === true,
    schema: dereference(document, schema as Schema),
  };
}

function queryFaults(document: Schema, known: readonly Parameter[], { path }: Sent): string[] {
  const given = new URLSearchParams(path.split("?")[1] ?? "");
  const inQuery = known.filter((each) => each.in === "query");
  const missing = inQuery
    .filter(({ name, required }) => required && !given.has(name))
    .map(({ name }) => `${name} is missing`);
  const wrong = [...given].flatMap(([name, text]) => {
    const parameter = inQuery.find((each) => each.name === name);
    return parameter ? textFaults(document, parameter.schema, text, name) : [`${name} is unknown`];
  });
  return [...missing, ...wrong];
}

function pathFaults(document: Schema, known: readonly Parameter[], template: string, { path }: Sent): string[] {
  const values = (path.split("?")[0] ?? "").split("/");
  return template.split("/").flatMap((segment, place) => {
    const parameter = known.find((each) => each.in === "path" && segment === `{${each.name}}`);
    return parameter ? textFaults(document, parameter.schema, decodeURIComponent(values[place] ?? ""), segment) : [];
  });
}

/** What stands in an address is text, whatever it means. */
function textFaults(document: Schema, schema: Schema, text: string, at: string): string[] {
  if (schema.type === "array") return textFaults(document, dereference(document, schema.items as Schema), text, at);
  if (schema.type === "boolean")
    return check(document, schema, text === "true" || (text === "false" ? false : text), at);
  if (schema.type !== "integer" && schema.type !== "number")
    return [...check(document, schema, text, at), ...dateFaults(schema, text, at)];
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  const within = value >= minimum && value <= maximum ? [] : [`${at} is ${text}, outside of ${minimum} to ${maximum}`];
  return [...check(document, { ...schema, type: schema.type }, value, at), ...within];
}

const dateFaults = ({ format }: Schema, text: string, at: string): string[] =>
  format === "date-time" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? [`${at} is no instant`]
    : [];

function bodyFaults(document: Schema, operation: Schema, { body, contentType = "" }: Sent): string[] {
  const described = operation.requestBody ? dereference(document, operation.requestBody as Schema) : null;
  if (body === undefined) return described?.required === true ? ["the body is missing"] : [];
  if (!described) return ["a body is not described"];
  const schema = dig(described, ["content", "application/json", "schema"]);
  if (!schema || !contentType.startsWith("application/json")) return [`${contentType} is not what the body should be`];
  const value = JSON.parse(body) as unknown;
  return [...check(document, schema, value, "$"), ...strangers(document, schema, value, "$")];
}

/** Properties that no alternative knows: a vendor ignores them, and whoever sent them meant something. */
function strangers(document: Schema, unresolved: Schema, value: unknown, at: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const known = propertiesOf(document, unresolved);
  return Object.entries(value).flatMap(([name, inner]) => {
    const schemas = known.get(name);
    if (!schemas) return [`${at}.${name} is unknown`];
    const faults = schemas.map((schema) => strangers(document, schema, inner, `${at}.${name}`));
    return faults.toSorted((one, other) => one.length - other.length)[0] ?? [];
  });
}

function propertiesOf(document: Schema, unresolved: Schema): Map<string, Schema[]> {
  const schema = dereference(document, unresolved);
  const known = new Map<string, Schema[]>();
  const add = (name: string, inner: Schema) => void known.set(name, [...(known.get(name) ?? []), inner]);
  for (const [name, inner] of Object.entries(schema.properties ?? {})) add(name, inner as Schema);
  for (const choice of [schema.oneOf, schema.anyOf, schema.allOf].flatMap(schemasOf))
    for (const [name, inners] of propertiesOf(document, choice)) for (const inner of inners) add(name, inner);
  return known;
}
