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
    return ok(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks))));
  } catch {
    return refuse("invalid_input", { fields: "body" });
  }
}
