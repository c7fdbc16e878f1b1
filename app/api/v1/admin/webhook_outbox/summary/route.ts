import { outboxSummary } from "@/lib/deliveries/queries/outbox-summary";
import { answerApiRead } from "../../../../answer-read";

export const dynamic = "force-dynamic";

/** The dead deliveries by relying party, most first, and what was set aside of them. Public; its lines are `SummaryLine`. */
export async function GET(): Promise<Response> {
  return answerApiRead("webhook outbox summary", async (actor) => ({ data: await outboxSummary(actor) }));
}
