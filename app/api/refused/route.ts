import { gateHeader, openGateNote } from "@/lib/access/gate";
import { identifyTurnedAway, requestReference } from "@/lib/access/identify";
import { env } from "@/lib/core/env";
import { refusalStatus } from "@/lib/core/errors";
import { recordRefusal } from "@/lib/operations/perform/account";

/** Where the middleware sends what it refuses, so that it is recorded. By itself this address does not exist. */
async function refused(request: Request): Promise<Response> {
  const note = openGateNote(request.headers.get(gateHeader), env().NONCE_KEY);
  if (!note?.refusal) return Response.json({ code: "not_found" }, { status: 404 });
  const [identified, ref] = [await identifyTurnedAway(), await requestReference()];
  const refusal = { code: note.refusal, facts: { path: note.path, stripped: note.stripped.join(" ") } };
  await recordRefusal(identified, { operation: "request.refused", ref }, refusal);
  const status = refusalStatus[note.refusal];
  const body = { type: "about:blank", title: note.refusal, status, code: note.refusal, ref };
  return Response.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

export { refused as DELETE, refused as GET, refused as PATCH, refused as POST, refused as PUT };
