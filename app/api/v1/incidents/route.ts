import { Refused } from "@/lib/core/errors";
import { listIncidents } from "@/lib/incidents/queries/list-incidents";
import { incidentFilter } from "@/lib/incidents/shapes";
import { answerApiRead } from "../../answer-read";

export const dynamic = "force-dynamic";

const pageSize = 50;

/** Incidents, what is open first. Public: `?state=open|resolved&cursor=`; its lines are `IncidentCard`. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead("incidents", async (actor) => {
    const { cursor: after, ...query } = Object.fromEntries(new URL(request.url).searchParams);
    const filter = incidentFilter.safeParse({ ...query, after });
    if (!filter.success) throw new Refused({ code: "invalid_input" });
    const { cards, more } = await listIncidents(actor, filter.data, pageSize);
    return { data: cards, nextCursor: more ? String(cards.at(-1)?.number ?? "") : null };
  });
}
