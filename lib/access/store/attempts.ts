import "server-only";
import { consoleDb } from "@/lib/core/db";
import { appendRecord } from "@/lib/record/writes/append";
import type { Identified } from "../actor";

type Attempt = { stripped: readonly string[]; path: string; ref: string };

/** One row of the record: somebody sent headers that only our own infrastructure may speak. Names alone, never values. */
export async function recordAttempt(identified: Identified, { stripped, path, ref }: Attempt): Promise<void> {
  const personId = "personId" in identified ? identified.personId : null;
  const clerkUserId = "clerkUserId" in identified ? identified.clerkUserId : null;
  await consoleDb().$transaction((tx) =>
    appendRecord(tx, {
      kind: "refusal",
      operation: "request.refused",
      actor: { kind: "visitor", personId, clerkUserId },
      requestId: null,
      digest: null,
      ref,
      reason: null,
      incident: null,
      code: "hostile_headers",
      facts: { path, stripped: stripped.join(" ") },
    }),
  );
}
