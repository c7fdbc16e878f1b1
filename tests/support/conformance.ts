import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import { endpoints } from "@/lib/public-api/rules/endpoints";
import { openApi } from "@/lib/public-api/rules/openapi";

const document = openApi("http://localhost", "test") as {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>;
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, "api");
const compiled = new Map<string, ValidateFunction>();

const patterns = endpoints.map(({ method, path }) => ({
  method,
  path,
  fits: new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

type Answered = { status: number; headers: Record<string, string>; text: string };

/**
 * What an answer of the public API has that its description does not say; null where nothing. Judged are the calls that are described:
 * what there is no call for is not found, and no answer of ours.
 */
export function offendingAnswer(method: string, address: string, { status, headers, text }: Answered): string | null {
  const [path = ""] = address.split("?");
  const found = patterns.find((each) => each.method === method.toLowerCase() && each.fits.test(path));
  if (!found || status === 503) return null;
  const response = document.paths[found.path]?.[found.method]?.responses[String(status)];
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  const schema = response?.content?.[type]?.schema;
  if (!schema) return `${method} ${found.path}: ${status} ${type} is not described`;
  const key = JSON.stringify(schema);
  const validate = compiled.get(key) ?? ajv.compile(resolved(schema));
  compiled.set(key, validate);
  return validate(JSON.parse(text)) ? null : `${method} ${found.path}: ${ajv.errorsText(validate.errors)}`;
}

/** A reference inside of the document, as one from outside of it. */
const resolved = (schema: object): object =>
  "$ref" in schema ? { $ref: `api${String(schema.$ref)}` } : schema;
