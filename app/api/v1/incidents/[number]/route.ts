import { Refused } from "@/lib/core/errors";
import { findIncident } from "@/lib/incidents/queries/find-incident";
import { incidentNumberText } from "@/lib/incidents/shapes";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiRead } from "../../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../no-such-method";

export const dynamic = "force-dynamic";

/** One incident with its timeline. Public. */
export async function GET(request: Request, { params }: { params: Promise<{ number: string }> }): Promise<Response> {
  return answerApiRead(request, endpoints.getIncident, async (actor) => {
    const number = incidentNumberText.safeParse((await params).number);
    const incident = number.success ? await findIncident(actor, number.data) : null;
    if (!incident) throw new Refused({ code: "incident_not_found" });
    return incident;
  });
}
