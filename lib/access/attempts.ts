import "server-only";
import { after } from "next/server";
import { env } from "@/lib/core/env";
import { describeError, log } from "@/lib/core/log";
import type { Identified } from "./actor";
import { gateHeader, openGateNote } from "./gate";
import { mayRecordAttempt } from "./limits";
import { recordAttempt } from "./store/attempts";

/**
 * Writes into the record what the middleware cut off a request, once the answer is out: nobody who asks waits for it, and drawing a
 * page changes nothing. A request that was refused for it is recorded by whoever refuses it.
 */
export function keepAttempts(identified: Identified, incoming: Headers): void {
  const note = openGateNote(incoming.get(gateHeader), env().NONCE_KEY);
  if (!note || note.refusal !== null || note.stripped.length === 0) return;
  const ref = incoming.get("x-request-id") ?? "none";
  after(async () => {
    try {
      if (await mayRecordAttempt(note.stripped)) await recordAttempt(identified, { ...note, ref });
    } catch (error) {
      log().error({ ref, error: describeError(error) }, "hostile headers could not be recorded");
    }
  });
}
