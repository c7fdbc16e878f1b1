import "server-only";
import type { CallingActor } from "@/lib/access/actor";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findAskedBefore } from "@/lib/requests/queries/find-asked-before";
import { asAsked } from "@/lib/requests/queries/find-for-api";
import type { ApiRequest, Once } from "@/lib/requests/shapes";
import { findOperation } from "../registry";
import { risks } from "../risk";
import { accounted } from "./account";

/**
 * What a program was answered when it asked under this key before; null where it did not.
 * @refuses idempotency_key_reused where it asked for something else
 */
export async function askedBefore(caller: CallingActor, ref: string, once: Once): Promise<Result<ApiRequest | null>> {
  return accounted(caller, { operation: "request.refused", ref }, async () => {
    const before = await findAskedBefore(caller, once);
    if (!before) return ok(null);
    if (!before.alike) return refuse("idempotency_key_reused"); // guard: idempotency-body
    const operation = findOperation(before.request.operation);
    return operation ? ok(asAsked(before.request, risks[operation.risk].executeWithinMinutes)) : ok(null);
  });
}
