import { Refused } from "@/lib/core/errors";
import { readBoard } from "@/lib/deliveries/queries/board";
import { summaryOf } from "@/lib/deliveries/rules/summary";
import { answerApiRead } from "../../../../answer-read";

export const dynamic = "force-dynamic";

/** The dead deliveries by relying party, most first, and what was set aside of them. Public; its lines are `SummaryLine`. */
export async function GET(): Promise<Response> {
  return answerApiRead("webhook outbox summary", async (actor) => {
    const { parties, groups } = await readBoard(actor, false);
    if (parties.value === null) throw new Refused({ code: "identity_database_unreachable", facts: { slow: true } });
    return { data: summaryOf(parties.value, groups?.value ?? null) };
  });
}
