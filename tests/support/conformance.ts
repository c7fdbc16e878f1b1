import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { openApi } from "@/lib/public-api/rules/openapi";

const document = openApi("http://localhost", "test");
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, "api");
const compiled = new Map<string, ValidateFunction>();

const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, call]) => ({
    method,
    path,
    call,
    fits: new RegExp(`^/api/v1${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  })),
);

export type Answered = { status: number; headers: Record<string, string>; text: string };

/** The described call that an address belongs to; the more literal of two wins. */
export const describedCall = (method: string, address: string) =>
  calls
    .filter((each) => each.method === method.toLowerCase() && each.fits.test(address.split("?")[0] ?? ""))
    .toSorted((a, b) => a.path.split("{").length - b.path.split("{").length)[0];

/** What an answer of the public API has that its description does not say; null where nothing. Judged are the calls that are described. */
export function offendingAnswer(method: string, address: string, { status, headers, text }: Answered): string | null {
  const found = describedCall(method, address);
  if (!found) return null;
  const said = (what: string): string => `${method} ${address} answers ${status} ${what}: ${text.slice(0, 400)}`;
  const response = found.call.responses[String(status)];
  if (!response) return said("which is not described");
  if (headers["x-request-id"] === undefined) return said("without a reference");
  if (!response.content) return text === "" ? null : said("with a body");
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  const schema = response.content[type]?.schema;
  if (!schema) return said(`as ${type}, which is not described`);
  const validate = judgeOf(schema);
  return validate(type.startsWith("text/") ? text : JSON.parse(text)) ? null : said(ajv.errorsText(validate.errors));
}

/** Whether a value has a shape of the description. */
export function judgeOf(schema: object): ValidateFunction {
  const key = JSON.stringify(schema);
  const validate = compiled.get(key) ?? ajv.compile(resolved(schema));
  compiled.set(key, validate);
  return validate;
}

/** A reference inside of the document, as one from outside of it. */
const resolved = (schema: object): object => ("$ref" in schema ? { $ref: `api${String(schema.$ref)}` } : schema);
