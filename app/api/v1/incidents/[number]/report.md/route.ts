import { reportMarkdown } from "@/components/incidents/report-markdown";
import { speak } from "@/lib/i18n/speak";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiRead } from "../../../../answer-api-read";
import { reportOf } from "../../../../report-of";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../../no-such-method";

export const dynamic = "force-dynamic";

/** The report of an incident, as text to be kept or pasted. Public. */
export async function GET(request: Request, { params }: { params: Promise<{ number: string }> }): Promise<Response> {
  return answerApiRead(request, endpoints.getIncidentReportText, async (actor, { language }) =>
    reportMarkdown(await reportOf(actor, (await params).number), speak(language)),
  );
}
