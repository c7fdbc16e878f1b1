import { Refused } from "@/lib/core/errors";
import { findIncident } from "@/lib/incidents/queries/find-incident";
import { incidentNumberText } from "@/lib/incidents/shapes";
import { answerApiRead } from "../../../answer-read";

export const dynamic = "force-dynamic";

/** One incident with its timeline. Public; its shape is `Incident`. */
export async function GET(_request: Request, { params }: { params: Promise<{ number: string }> }): Promise<Response> {
  return answerApiRead("incident", async (actor) => {
    const number = incidentNumberText.safeParse((await params).number);
    const incident = number.success ? await findIncident(actor, number.data) : null;
    if (!incident) throw new Refused({ code: "incident_not_found" });
    return incident;
  });
}
