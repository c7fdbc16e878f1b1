import { Refused } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import { listOutbox } from "@/lib/deliveries/queries/list-outbox";
import { outboxQuery } from "@/lib/deliveries/shapes";
import { answerApiRead } from "../../../answer-read";

export const dynamic = "force-dynamic";

/** Deliveries in one state, newest first, by the IdP's column names and without payloads. Public; `q` is the page's search language. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead("webhook outbox", async (actor) => {
    const query = outboxQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) throw new Refused({ code: "invalid_input", facts: { fields: wrongFields(query.error) } });
    return listOutbox(actor, query.data);
  });
}
