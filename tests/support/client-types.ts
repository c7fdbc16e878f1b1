import type { ApiDescription, DescribedCall } from "@/lib/public-api/rules/openapi";

type Schema = Record<string, unknown>;

/** A list of words that is longer may grow any day: whoever reads it must expect others. */
const longestList = 40;

/** TypeScript of a description, as it stands in `api-calls.ts`: what each call takes and answers. */
export function clientTypes({ paths, components }: ApiDescription): string {
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};`,
  );
  const calls = Object.entries(paths).flatMap(([at, methods]) =>
    Object.entries(methods).map(([method, call]) => callOf(at, method, call)),
  );
  const head =
    "// Generated from the description of the public API by tests/support/client-types.ts. Not to be edited.";
  const text = [
    head,
    ...schemas,
    `export const calls = {\n${calls.map(({ place }) => `  ${place},\n`).join("")}} as const;`,
  ];
  return `${[...text, `export type Calls = {\n${calls.map(({ types }) => `  ${types}\n`).join("")}};`].join("\n\n")}\n`;
}

function callOf(at: string, method: string, call: DescribedCall): { place: string; types: string } {
  const { operationId: name, parameters, requestBody, responses } = call;
  const [[, told] = []] = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  const named = (where: string) => parameters.filter((each) => each.in === where);
  const fields = (where: string): string =>
    named(where)
      .map((each) => `${JSON.stringify(each.name)}${each.required ? "" : "?"}: ${typeOf(each.schema)};`)
      .join("");
  const [answer] = Object.values(told?.content ?? {});
  const body = requestBody ? typeOf(requestBody.content["application/json"]?.schema ?? {}) : "undefined";
  return {
    place: `${name}: { method: ${JSON.stringify(method.toUpperCase())}, path: ${JSON.stringify(at)} }`,
    types: `${name}: { path: {${fields("path")}}; query: {${fields("query")}}; body: ${body}; answer: ${typeOf(answer?.schema ?? {})} };`,
  };
}

function typeOf(schema: Schema): string {
  if (typeof schema.$ref === "string") return schema.$ref.split("/").at(-1) ?? "unknown";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum))
    return schema.enum.length > longestList ? "string" : schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((each: Schema) => typeOf(each)).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type: unknown) => typeOf({ ...schema, type })).join(" | ");
  if (schema.type === "array") return `readonly (${typeOf((schema.items ?? {}) as Schema)})[]`;
  if (schema.type === "object") return objectOf(schema);
  if (schema.type === "integer" || schema.type === "number") return "number";
  return ["string", "boolean", "null"].includes(String(schema.type)) ? String(schema.type) : "unknown";
}

function objectOf({ properties = {}, required = [], propertyNames, additionalProperties }: Schema): string {
  const fields = Object.entries(properties as Record<string, Schema>).map(
    ([name, schema]) =>
      `${JSON.stringify(name)}${(required as string[]).includes(name) ? "" : "?"}: ${typeOf(schema)};`,
  );
  const rest = typeof additionalProperties === "object" ? (additionalProperties as Schema) : null;
  if (fields.length > 0 || rest === null) return `{ ${fields.join(" ")} }`;
  return `Record<${propertyNames ? typeOf(propertyNames as Schema) : "string"}, ${typeOf(rest)}>`;
}
