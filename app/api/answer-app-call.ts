import type { z } from "zod";
import type { AppActor, Visitor } from "@/lib/access/actor";
import { identifyApp } from "@/lib/access/app-token";
import { type Refusal, Refused, type Result } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import { recordRefusal } from "@/lib/operations/perform/account";
import type { Endpoint, Told } from "@/lib/public-api/shapes/endpoints";
import { judgedQuery, tagged } from "./answer-api-read";
import { answering } from "./answering";
import { problemAnswer } from "./problem";
import { readJsonBody } from "./read-body";
import { withPace } from "./with-pace";

const bodyLimitBytes = 64 * 1024;

/** Answers a read of the public API for one app, by its own bypass token alone. */
export async function answerAppRead<Call extends Endpoint>(
  request: Request,
  { endpoint, app }: { endpoint: Call; app: string },
  read: (actor: AppActor) => Promise<Told<z.output<Call["answer"]>>>,
): Promise<Response> {
  return forApp(endpoint, app, async (actor) => {
    judgedQuery(request, endpoint);
    return tagged(request, endpoint, await read(actor));
  });
}

/** Takes what one app tells, in the described shape. */
export async function answerAppReport<Call extends Endpoint & { body: z.ZodType }>(
  request: Request,
  { endpoint, app }: { endpoint: Call; app: string },
  hear: (call: {
    actor: AppActor;
    ref: string;
    body: z.output<Call["body"]>;
  }) => Promise<Result<Told<z.output<Call["answer"]>>>>,
): Promise<Response> {
  return forApp(endpoint, app, async (actor, ref) => {
    const sent = await readJsonBody(request, bodyLimitBytes);
    if (!sent.ok) return problemAnswer(sent.refusal, ref);
    const parsed = endpoint.body.safeParse(sent.value);
    if (!parsed.success)
      throw new Refused({ code: "invalid_input", facts: { fields: wrongFields(parsed.error, "body") } });
    const heard = await hear({ actor, ref, body: parsed.data as z.output<Call["body"]> });
    return heard.ok ? Response.json(heard.value, { status: endpoint.status }) : problemAnswer(heard.refusal, ref);
  });
}

async function forApp(
  { path }: Endpoint,
  app: string,
  answer: (actor: AppActor, ref: string) => Promise<Response>,
): Promise<Response> {
  return answering(path, problemAnswer, async (_refuse, ref) => {
    const caller = await identifyApp(app);
    if (caller.kind === "visitor") return refused(caller, caller.refusal, ref);
    return withPace(await answering(path, problemAnswer, () => answer(caller, ref)), caller);
  });
}

/** Refuses with a row in the record, but for a pace: of that rows would be what a flood wants. */
async function refused(who: Visitor, refusal: Refusal, ref: string): Promise<Response> {
  if (refusal.code === "rate_limited") return withPace(problemAnswer(refusal, ref), who);
  const recorded = await recordRefusal(who, { operation: "request.refused", ref }, refusal);
  return problemAnswer(recorded.refusal, ref);
}
