import { z } from "zod";
import { requestReference } from "@/lib/access/identify";
import { type ApiCaller, admitCall } from "@/lib/access/pipeline";
import type { Refusal } from "@/lib/core/errors";
import { recordRefusal } from "@/lib/operations/perform/account";
import { performRoutine } from "@/lib/operations/perform/routine";
import { signalStates } from "@/lib/signals/shapes";
import { problemAnswer } from "../../problem";
import { readJsonBody } from "../../read-body";

export const dynamic = "force-dynamic";

const bodyLimitBytes = 64 * 1024;
/** What it says decides which operation it is; the rest is judged by that one. */
const posted = z.looseObject({ state: z.enum(signalStates) });
const operations = { raised: "signal.raise", cleared: "signal.withdraw" } as const;

/** Somebody outside reports what no probe can sense, or takes it back. Public; its fields are `signalReport` and the state. */
export async function POST(request: Request): Promise<Response> {
  const admitted = await admitCall();
  if (!admitted.ok) return problemAnswer(admitted.refusal, await requestReference());
  const { identified, ref } = admitted.value;
  const turnedAway = identified.kind === "visitor" && identified.refusal.code === "rate_limited";
  if (turnedAway) return problemAnswer(identified.refusal, ref);
  // Whoever is nobody learns nothing of what a body should have been.
  const body = identified.kind === "visitor" ? null : await readJsonBody(request, bodyLimitBytes);
  if (body && !body.ok) return refused(admitted.value, body.refusal);
  const asked = posted.safeParse(body?.value);
  if (body && !asked.success) return refused(admitted.value, { code: "invalid_input", facts: { fields: "state" } });
  const { state = "raised", ...input } = asked.data ?? {};
  const done = await performRoutine(identified, ref, { operation: operations[state], input });
  if (!done.ok) return problemAnswer(done.refusal, ref);
  const { signalId, state: now } = done.value.outcome.facts ?? {};
  return Response.json({ id: signalId, state: now }, { status: 202 });
}

async function refused({ identified, ref }: ApiCaller, refusal: Refusal): Promise<Response> {
  const recorded = await recordRefusal(identified, { operation: "signal.raise", ref }, refusal);
  return problemAnswer(recorded.refusal, ref);
}
