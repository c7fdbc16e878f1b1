import { ok } from "@/lib/core/errors";
import { performRoutine } from "@/lib/operations/perform/routine";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiChange } from "../../answer-api-change";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../no-such-method";

export const dynamic = "force-dynamic";

const operations = { raised: "signal.raise", cleared: "signal.withdraw" } as const;

/** Somebody outside reports what no probe can sense, or takes it back. Public. */
export async function POST(request: Request): Promise<Response> {
  const about = { endpoint: endpoints.reportSignal, refusedAs: "signal.raise" } as const;
  return answerApiChange(request, about, async ({ caller, ref, body: { state, ...input } }) => {
    const done = await performRoutine(caller, ref, { operation: operations[state], input });
    if (!done.ok) return done;
    const { signalId, state: now } = done.value.outcome.facts ?? {};
    return ok({ answer: endpoints.reportSignal.answer.parse({ id: signalId, state: now }) });
  });
}
