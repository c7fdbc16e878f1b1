import { ok } from "@/lib/core/errors";
import { performRoutine } from "@/lib/operations/perform/routine";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerAppReport } from "../../../../answer-app-call";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../../../no-such-method";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ app: string }> };

/** An app tells which requests it let through without Clerk. Public. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { app } = await params;
  return answerAppReport(request, { endpoint: endpoints.reportBypassUses, app }, async ({ actor, ref, body }) => {
    const done = await performRoutine(actor, ref, { operation: "app-bypass.hear-uses", input: { app, ...body } });
    if (!done.ok) return done;
    return ok(endpoints.reportBypassUses.answer.parse({ kept: done.value.outcome.facts?.kept }));
  });
}
