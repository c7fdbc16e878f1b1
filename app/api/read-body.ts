import { ok, type Result, refuse } from "@/lib/core/errors";

/**
 * Reads a JSON body and stops at the limit, whatever length was declared. Without a single byte it is undefined.
 * @refuses body_too_large; invalid_input for what is no JSON
 */
export async function readJsonBody(request: Request, limitBytes: number): Promise<Result<unknown>> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) return refuse("body_too_large");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) return refuse("body_too_large"); // guard: signal-body
    chunks.push(chunk);
  }
  if (bytes === 0) return ok(undefined);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
    if (depthOf(text) > deepest) return refuse("invalid_input", { fields: "body" }); // guard: body-depth
    return ok(JSON.parse(text));
  } catch {
    return refuse("invalid_input", { fields: "body" });
  }
}

/** Nothing that we take is nested deeper, and whoever walks through it later may do so by recursion. */
const deepest = 32;

/** How deeply a JSON text is nested, brackets in its strings left out. One pass, whatever comes. */
function depthOf(text: string): number {
  let [depth, most, inString] = [0, 0, false];
  for (let place = 0; place < text.length; place += 1) {
    const mark = text[place];
    if (mark === "\\") place += 1;
    else if (mark === '"') inString = !inString;
    else if (!inString && (mark === "[" || mark === "{")) most = Math.max(most, ++depth);
    else if (!inString && (mark === "]" || mark === "}")) depth -= 1;
  }
  return most;
}
