import { z } from "zod";
import { type RefusalCode, refusalStatus } from "@/lib/core/errors";
import { problem } from "../shapes/answers";
import { type Endpoint, type EndpointName, endpoints } from "../shapes/endpoints";
import { examples } from "../shapes/examples";
import { curlOf } from "./curl";

type Json = Record<string, unknown>;
export type Scope = Endpoint["scopes"][number];

/** As much of an OpenAPI document as those who read ours need to know. */
export type ApiDescription = {
  openapi: string;
  paths: Record<string, Record<string, DescribedCall>>;
  components: { schemas: Record<string, Json> } & Json;
} & Json;

type Content = Record<string, { schema: Json; example?: unknown }>;
export type DescribedAnswer = {
  description: string;
  headers: Json;
  content?: Content;
  /** The codes of a refusal, where the status is one. */
  "x-codes"?: readonly RefusalCode[];
};
export type DescribedParameter = { name: string; in: string; required: boolean; description: string; schema: Json };
export type DescribedCall = {
  operationId: string;
  summary: string;
  description: string;
  /** Any one of these scopes will do. */
  security: { token: Scope[] }[];
  parameters: DescribedParameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, DescribedAnswer>;
  "x-codeSamples": { lang: string; label: string; source: string }[];
};

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
  "cross_site",
  "invalid_input",
  "rate_limited",
  "internal_error",
  "console_database_unreachable",
  "record_unavailable",
];

/** Refused before anybody is asked who it is: an address that is no text, and another console's name. */
const atTheDoor = { 400: "invalid_input", 413: "body_too_large", 421: "cross_site" } as const;

/**
 * The description of the public API, generated from the shapes by which its routes judge what comes.
 * @source OpenAPI 3.1
 */
export function openApi(server: string, version: string): ApiDescription {
  return {
    openapi: "3.1.0",
    info: {
      title: "Sallyport",
      version,
      summary: "Every read and every act of the console, under the same gates as its pages.",
      description: `A program shows a token: one person, one scope. What has to be proved it asks for; its person proves it in a browser.`,
    },
    servers: [{ url: `${server}/api/v1` }],
    security: [{ token: [] }],
    paths: pathsOf(`${server}/api/v1`),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "Made in the settings, by an admin." } },
      headers: headers(),
      schemas: schemas(Object.values(endpoints)),
    },
  };
}

function pathsOf(base: string): ApiDescription["paths"] {
  const paths: ApiDescription["paths"] = {};
  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][])
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: callOf(base, name, endpoint) };
  return paths;
}

function callOf(base: string, name: EndpointName, endpoint: Endpoint): DescribedCall {
  const { path, summary, description, scopes, query, body, once } = endpoint;
  const scope = scopes.includes("bypass")
    ? "With that app's bypass token."
    : `With a token of the scope ${scopes.map((each) => `\`${each}\``).join(" or ")}.`;
  return {
    operationId: name,
    summary,
    description: `${description} ${scope}`,
    security: scopes.map((each) => ({ token: [each] })),
    parameters: [...inPath(path), ...inQuery(query), ...(once ? [idempotencyKey] : [])],
    ...(body ? { requestBody: bodyOf(name, body) } : {}),
    responses: responsesOf(name, endpoint),
    "x-codeSamples": [{ lang: "Shell", label: "curl", source: curlOf(base, endpoint, examples[name]) }],
  };
}

const bodyOf = (name: EndpointName, body: z.ZodType): NonNullable<DescribedCall["requestBody"]> => ({
  required: !body.safeParse(undefined).success,
  content: { "application/json": { schema: refTo(body), example: examples[name].body } },
});

function responsesOf(name: EndpointName, { method, status, answer, media, summary, refusals, operates }: Endpoint) {
  const refused = [...always, ...refusals];
  const told = { schema: refTo(answer), example: examples[name].answer };
  return {
    [status]: {
      description: `${summary}: so it is.`,
      headers: headersOf(method === "get" ? [...paced, "ETag"] : status === 201 ? [...paced, "Location"] : paced),
      content: { [media ?? "application/json"]: told },
    },
    ...(method === "get" ? { 304: { description: "Still as `If-None-Match` says.", headers: headersOf(paced) } } : {}),
    ...problems(refused, operates ?? false),
  };
}

const namesInPath: Record<string, string> = {
  id: "The id of what it is about, as it was told.",
  app: "The id of an app, as the settings name it.",
  number: "The number of an incident: 42 of `INC-42`.",
};

const inPath = (path: string): DescribedParameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: namesInPath[name] ?? "",
    schema: { type: "string" },
  }));

function inQuery(query: z.ZodObject | undefined): DescribedParameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = plain(query, "input");
  return Object.entries(properties as Record<string, Json>).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: (required as string[]).includes(name),
    description: typeof description === "string" ? description : "",
    schema,
  }));
}

const idempotencyKey: DescribedParameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "For a day, the same key of the same token with the same body makes nothing more and is answered alike.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

/** The codes of each status, by name. What runs an operation may be refused in the words of any of them. */
function problems(codes: readonly RefusalCode[], operates: boolean): DescribedCall["responses"] {
  const byStatus = new Map<number, Set<RefusalCode>>();
  const at = (status: number): Set<RefusalCode> => {
    const known = byStatus.get(status) ?? new Set();
    byStatus.set(status, known);
    return known;
  };
  for (const code of codes) at(refusalStatus[code]).add(code);
  for (const [status, code] of Object.entries(atTheDoor)) at(Number(status)).add(code);
  if (operates) for (const status of Object.values(refusalStatus)) at(status);
  const further = operates ? ["and what the operation itself refuses"] : [];
  return Object.fromEntries(
    [...byStatus].map(([status, known]) => [
      status,
      {
        description: `Refused: ${[...[...known].map((code) => `\`${code}\``), ...further].join(", ")}.`,
        headers: headersOf(status === 429 ? [...always429] : ["X-Request-Id"]),
        content: { "application/problem+json": { schema: refTo(problem) } },
        "x-codes": [...known],
      },
    ]),
  );
}

const paced = ["X-Request-Id", "RateLimit-Policy", "RateLimit"] as const;
const always429 = ["X-Request-Id", "RateLimit", "Retry-After"] as const;

const headersOf = (names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function headers(): Json {
  const said = {
    "X-Request-Id": "Ties the answer to the console's log and record.",
    "RateLimit-Policy": "How many calls a token has in how many seconds, in each process of the console.",
    RateLimit: "How many of them are left, and in how many seconds there are all of them again.",
    "Retry-After": "Seconds to wait.",
    ETag: "The mark of this answer's bytes, for `If-None-Match`.",
    Location: "Where the request is followed.",
  };
  return Object.fromEntries(
    Object.entries(said).map(([name, description]) => [name, { description, schema: { type: "string" } }]),
  );
}

function plain(shape: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _schema, ...schema } = z.toJSONSchema(shape, { target: "draft-2020-12", io }) as Json;
  return schema;
}

const idOf = (shape: z.ZodType): string => {
  const id = shape.meta()?.title;
  if (typeof id !== "string") throw new Error("a shape of the public API has no name");
  return id;
};

const refTo = (shape: z.ZodType): Json => ({ $ref: `#/components/schemas/${idOf(shape)}` });

/** Every named shape by its name, those too that are a part of another. */
function schemas(all: readonly Endpoint[]): Record<string, Json> {
  const found: Record<string, Json> = {};
  const answers = all.map(({ answer }) => plain(answer, "output"));
  const bodies = all.flatMap(({ body }) => (body ? [plain(body, "input")] : []));
  for (const schema of [...answers, ...bodies, plain(problem, "output")]) keep(schema, found);
  return found;
}

/** Takes a schema in, and refers to it where it stands. A name belongs to one shape. */
function keep({ title, ...schema }: Json, found: Record<string, Json>): Json {
  const name = String(title);
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inside(value, found)]));
  const known = found[name];
  if (known && JSON.stringify(known) !== JSON.stringify(inner)) throw new Error(`two shapes are called ${name}`);
  found[name] = inner;
  return { $ref: `#/components/schemas/${name}` };
}

function inside(part: unknown, found: Record<string, Json>): unknown {
  if (Array.isArray(part)) return part.map((each) => inside(each, found));
  if (typeof part !== "object" || part === null) return part;
  if ("title" in part && typeof part.title === "string") return keep(part as Json, found);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inside(value, found)]));
}
