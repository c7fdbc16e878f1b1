import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiRead } from "../../../../answer-api-read";
import { reportOf } from "../../../../report-of";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../../no-such-method";

export const dynamic = "force-dynamic";

/** The report of an incident, as values with their sources. Public. */
export async function GET(request: Request, { params }: { params: Promise<{ number: string }> }): Promise<Response> {
  return answerApiRead(request, endpoints.getIncidentReport, async (actor) => reportOf(actor, (await params).number));
}
