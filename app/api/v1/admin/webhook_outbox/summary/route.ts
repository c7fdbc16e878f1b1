import { outboxSummary } from "@/lib/deliveries/queries/outbox-summary";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiRead } from "../../../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../../no-such-method";

export const dynamic = "force-dynamic";

/** The dead deliveries by relying party, most first, and what was set aside of them. Public. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead(request, endpoints.summariseWebhookOutbox, async (actor) => ({
    data: await outboxSummary(actor),
  }));
}
