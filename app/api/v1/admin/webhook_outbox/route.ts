import { z } from "zod";
import { Refused } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import { listDeliveries, pageSize } from "@/lib/deliveries/queries/list-deliveries";
import { readCursor } from "@/lib/deliveries/rules/cursor";
import { outboxRow } from "@/lib/deliveries/rules/outbox-row";
import { causes, deliveryFilter, deliveryId, deliveryStates, longestSearch } from "@/lib/deliveries/shapes";
import { answerApiRead } from "../../../answer-read";

export const dynamic = "force-dynamic";

const asked = z.strictObject({
  status: z.enum(deliveryStates).default("dead"),
  oauth_application_id: deliveryId.optional(),
  event_type: z.string().max(200).optional(),
  cause: z.enum(causes).optional(),
  q: z.string().max(longestSearch).optional(),
  limit: z.coerce.number().int().min(1).max(pageSize).default(pageSize),
  cursor: z
    .string()
    .max(200)
    .refine((cursor) => readCursor(cursor) !== null)
    .optional(),
});

/** Deliveries in one state, newest first, by the IdP's column names and without payloads. Public; `q` is the page's search language. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead("webhook outbox", async (actor) => {
    const query = asked.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) throw new Refused({ code: "invalid_input", facts: { fields: wrongFields(query.error) } });
    const { status, oauth_application_id: app, event_type: event, cause, q = "", cursor, limit } = query.data;
    const search = cause === undefined ? q : `${q} cause:${cause}`;
    const filter = deliveryFilter.safeParse({ state: status, app, event, q: search, cursor });
    if (!filter.success) throw new Refused({ code: "invalid_input", facts: { fields: wrongFields(filter.error) } });
    const { rows, next } = await listDeliveries(actor, filter.data, limit);
    return { data: rows.map(outboxRow), nextCursor: next };
  });
}
