import type { z } from "zod";
import type { CallingActor, Identified } from "@/lib/access/actor";
import { requestReference } from "@/lib/access/identify";
import { admitCall } from "@/lib/access/pipeline";
import type { OperationName } from "@/lib/access/policy";
import type { Refusal } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import { recordRefusal } from "@/lib/operations/perform/account";
import { problemAnswer } from "./problem";
import { readJsonBody } from "./read-body";

const bodyLimitBytes = 64 * 1024;

export type Call<Body> = { caller: CallingActor; ref: string; body: Body };

/**
 * Takes a call that changes something, by the public API: from somebody, at a pace, with a body in that shape. Who is nobody learns
 * nothing of what a body should have been.
 * @param operation what a refusal is recorded as
 * @returns the answer, where it is refused
 */
export async function takeCall<Body>(
  request: Request,
  shape: z.ZodType<Body>,
  operation: OperationName | "request.refused",
): Promise<Call<Body> | Response> {
  const admitted = await admitCall();
  if (!admitted.ok) return problemAnswer(admitted.refusal, await requestReference());
  const { identified, ref } = admitted.value;
  const refused = (refusal: Refusal): Promise<Response> => refuseCall(identified, { operation, ref }, refusal);
  if (identified.kind === "visitor")
    return identified.refusal.code === "rate_limited"
      ? problemAnswer(identified.refusal, ref)
      : refused(identified.refusal);
  const sent = await readJsonBody(request, bodyLimitBytes);
  if (!sent.ok) return refused(sent.refusal);
  const parsed = shape.safeParse(sent.value);
  if (!parsed.success) return refused({ code: "invalid_input", facts: { fields: wrongFields(parsed.error, "body") } });
  return { caller: identified, ref, body: parsed.data };
}

/** Refuses a call, with a row in the record. */
export async function refuseCall(
  who: Identified,
  about: { operation: OperationName | "request.refused"; ref: string },
  refusal: Refusal,
): Promise<Response> {
  const recorded = await recordRefusal(who, about, refusal);
  return problemAnswer(recorded.refusal, about.ref);
}
