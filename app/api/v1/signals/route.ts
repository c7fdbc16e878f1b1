import { z } from "zod";
import { performRoutine } from "@/lib/operations/perform/routine";
import { signalStates } from "@/lib/signals/shapes";
import { problemAnswer } from "../../problem";
import { takeCall } from "../../take-call";

export const dynamic = "force-dynamic";

/** What it says decides which operation it is; the rest is judged by that one. */
const posted = z.looseObject({ state: z.enum(signalStates) });
const operations = { raised: "signal.raise", cleared: "signal.withdraw" } as const;

/** Somebody outside reports what no probe can sense, or takes it back. Public; its fields are `signalReport` and the state. */
export async function POST(request: Request): Promise<Response> {
  const call = await takeCall(request, posted, "signal.raise");
  if (call instanceof Response) return call;
  const { state, ...input } = call.body;
  const done = await performRoutine(call.caller, call.ref, { operation: operations[state], input });
  if (!done.ok) return problemAnswer(done.refusal, call.ref);
  const { signalId, state: now } = done.value.outcome.facts ?? {};
  return Response.json({ id: signalId, state: now }, { status: 202 });
}
