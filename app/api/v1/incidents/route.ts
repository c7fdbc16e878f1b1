import { listIncidents } from "@/lib/incidents/queries/list-incidents";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerApiRead } from "../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../no-such-method";

export const dynamic = "force-dynamic";

const pageSize = 50;

/** Incidents, what is open first. Public. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead(request, endpoints.listIncidents, async (actor, { state, cursor: after = "" }) => {
    const { cards, more } = await listIncidents(actor, { state, after }, pageSize);
    return { data: cards, nextCursor: more ? String(cards.at(-1)?.number ?? "") : null };
  });
}
