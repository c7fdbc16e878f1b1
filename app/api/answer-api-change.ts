import type { z } from "zod";
import type { CallingActor, Identified } from "@/lib/access/actor";
import { requestReference } from "@/lib/access/identify";
import { admitCall } from "@/lib/access/pipeline";
import type { OperationName } from "@/lib/access/policy";
import { scoped } from "@/lib/access/token";
import type { Refusal, Result } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import { recordRefusal } from "@/lib/operations/perform/account";
import type { Endpoint, Told } from "@/lib/public-api/shapes/endpoints";
import { problemAnswer } from "./problem";
import { readJsonBody } from "./read-body";
import { withPace } from "./with-pace";

const bodyLimitBytes = 64 * 1024;

type Changing = Endpoint & { body: z.ZodType };
export type Call<Body> = { caller: CallingActor; ref: string; body: Body };
type Answered<Called extends Changing> = { answer: Told<z.output<Called["answer"]>>; location?: string };

/**
 * Answers a call that changes something, by the public API: from somebody, at a pace, with a body in the described shape. Who is nobody
 * learns nothing of what a body should have been.
 * @param refusedAs what a refusal is recorded as that comes before the operation
 * @param change its refusals stand in the record already
 */
export async function answerApiChange<Called extends Changing>(
  request: Request,
  { endpoint, refusedAs }: { endpoint: Called; refusedAs: OperationName | "request.refused" },
  change: (call: Call<z.output<Called["body"]>>) => Promise<Result<Answered<Called>>>,
): Promise<Response> {
  const admitted = await admitCall();
  if (!admitted.ok) return problemAnswer(admitted.refusal, await requestReference());
  const { identified, ref } = admitted.value;
  const about = { operation: refusedAs, ref };
  if (identified.kind === "visitor") {
    const { refusal } = identified;
    const flood = refusal.code === "rate_limited";
    return withPace(flood ? problemAnswer(refusal, ref) : await refuseCall(identified, about, refusal), identified);
  }
  const within = identified.kind === "token" ? scoped(identified, endpoint.scopes) : null; // guard: api-change-scope
  if (within?.ok === false) return withPace(await refuseCall(identified, about, within.refusal), identified);
  const sent = await bodyOf(request, endpoint);
  if (!sent.ok) return withPace(await refuseCall(identified, about, sent.refusal), identified);
  const done = await change({ caller: identified, ref, body: sent.value as z.output<Called["body"]> });
  return withPace(done.ok ? saying(endpoint, done.value) : problemAnswer(done.refusal, ref), identified);
}

async function bodyOf(request: Request, { body }: Changing): Promise<Result<unknown>> {
  const sent = await readJsonBody(request, bodyLimitBytes);
  if (!sent.ok) return sent;
  const parsed = body.safeParse(sent.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, refusal: { code: "invalid_input", facts: { fields: wrongFields(parsed.error, "body") } } };
}

const saying = <Called extends Changing>({ status }: Called, { answer, location }: Answered<Called>): Response =>
  Response.json(answer, { status, headers: location === undefined ? {} : { Location: location } });

/** Refuses a call, with a row in the record. */
async function refuseCall(
  who: Identified,
  about: { operation: OperationName | "request.refused"; ref: string },
  refusal: Refusal,
): Promise<Response> {
  const recorded = await recordRefusal(who, about, refusal);
  return problemAnswer(recorded.refusal, about.ref);
}
