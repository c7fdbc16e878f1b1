import { limitLookUps } from "@/lib/access/limits";
import { findThings } from "@/lib/command-bar/queries/find-things";
import { lookUp } from "@/lib/command-bar/shapes";
import { Refused } from "@/lib/core/errors";
import { answerRead } from "../answer-read";
import { readJsonBody } from "../read-body";

export const dynamic = "force-dynamic";

const bodyLimitBytes = 4 * 1024;

/** A read whose question stands in its body: people look for e-mail addresses, and an address bar is no place for one. */
export async function POST(request: Request): Promise<Response> {
  return answerRead("command bar", async (actor) => {
    const paced = await limitLookUps(actor); // guard: command-bar-pace
    if (!paced.ok) throw new Refused(paced.refusal);
    const body = await readJsonBody(request, bodyLimitBytes);
    if (!body.ok) throw new Refused(body.refusal);
    const asked = lookUp.safeParse(body.value);
    if (!asked.success) throw new Refused({ code: "invalid_input" });
    return findThings(actor, asked.data.typed);
  });
}
