import { z } from "zod";
import { type RefusalCode, refusalStatus } from "@/lib/core/errors";
import { problem } from "../shapes";
import { type Endpoint, endpoints } from "./endpoints";

type Json = Record<string, unknown>;

/** What may refuse any call. */
const always: readonly RefusalCode[] = [
  "not_signed_in",
  "token_invalid",
  "token_expired",
  "token_revoked",
  "token_scope",
  "no_role",
  "role_unconfirmed",
  "ambiguous_identity",
  "rate_limited",
  "console_database_unreachable",
  "internal_error",
];

/**
 * The description of the public API, generated from its shapes.
 * @source OpenAPI 3.1
 */
export function openApi(server: string, version: string): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Sallyport",
      version,
      description: "Every read and every act of the console, under the same gates as its pages.",
      license: { name: "See LICENSE", identifier: "UNLICENSED" },
    },
    servers: [{ url: `${server}/api/v1` }],
    security: [{ token: [] }],
    paths: pathsOf(endpoints),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: schemas(),
    },
  };
}

function pathsOf(all: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of all) paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: callOf(endpoint) };
  return paths;
}

function callOf({ path, name, summary, scopes, query, body, status, answer, refusals }: Endpoint): Json {
  return {
    operationId: name,
    summary,
    description: `With a token of the scope ${scopes.map((scope) => `\`${scope}\``).join(" or ")}.`,
    parameters: [...inPath(path), ...inQuery(query)],
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: refTo(body) } } } } : {}),
    responses: {
      [status]: { description: summary, content: { "application/json": { schema: refTo(answer) } } },
      ...problems([...always, ...refusals]),
    },
  };
}

const inPath = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));

function inQuery(query: z.ZodObject | undefined): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = plain(query, "input");
  return Object.entries(properties as Json).map(([name, schema]) => ({
    name,
    in: "query",
    required: (required as string[]).includes(name),
    schema,
  }));
}

/** The codes of each status, by name. */
function problems(codes: readonly RefusalCode[]): Json {
  const byStatus = new Map<number, Set<RefusalCode>>();
  for (const code of codes) byStatus.set(refusalStatus[code], (byStatus.get(refusalStatus[code]) ?? new Set()).add(code));
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      status,
      {
        description: [...named].map((code) => `\`${code}\``).join(", "),
        content: { "application/problem+json": { schema: refTo(problem) } },
      },
    ]),
  );
}

function plain(shape: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _schema, id: _id, ...schema } = z.toJSONSchema(shape, { target: "draft-2020-12", io }) as Json;
  return schema;
}

const idOf = (shape: z.ZodType): string => {
  const id = shape.meta()?.id;
  if (typeof id !== "string") throw new Error("a shape of the public API has no name");
  return id;
};

const refTo = (shape: z.ZodType): Json => ({ $ref: `#/components/schemas/${idOf(shape)}` });

function schemas(): Json {
  const answers = endpoints.map(({ answer }) => [idOf(answer), plain(answer, "output")]);
  const bodies = endpoints.flatMap(({ body }) => (body ? [[idOf(body), plain(body, "input")]] : []));
  return Object.fromEntries([...answers, ...bodies, [idOf(problem), plain(problem, "output")]]);
}
