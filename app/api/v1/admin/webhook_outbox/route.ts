import { listOutbox } from "@/lib/deliveries/queries/list-outbox";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiRead } from "../../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../no-such-method";

export const dynamic = "force-dynamic";

/** Deliveries in one state, newest first, by the IdP's column names and without payloads. Public; `q` is the page's search language. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead(request, endpoints.listWebhookOutbox, listOutbox);
}
