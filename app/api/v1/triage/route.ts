import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { triage } from "@/lib/triage/queries/triage";
import { answerApiRead } from "../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../no-such-method";

export const dynamic = "force-dynamic";

/** What is wrong, how badly, and by which evidence: what the worker saw last. Public. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead(request, endpoints.getTriage, triage);
}
