import "server-only";
import { consoleDb } from "@/lib/core/db";
import { type Refusal, refuse } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import type { StoredRequest } from "@/lib/requests/shapes";
import { voidRequest } from "@/lib/requests/writes/keep-decision";
import { tellOfTampering } from "./tell";

/** Closes a request whose stored words no longer fit its digest. Nobody can approve or run it any more, whoever put them back. */
export async function voidTampered(request: StoredRequest): Promise<{ ok: false; refusal: Refusal }> {
  log().error({ requestId: request.id, operation: request.operation }, "a stored request was changed behind our back");
  await consoleDb().$transaction(async (tx) => {
    if (await voidRequest(tx, request.id)) await tellOfTampering(tx, request);
  });
  return refuse("digest_mismatch");
}
