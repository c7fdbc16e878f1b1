import { doorView } from "@/lib/live/queries/door";

export const dynamic = "force-dynamic";

/** Whether the door could be opened, for whoever stands there: facts without names. @source fixed address: /break-glass polls it */
export async function GET(): Promise<Response> {
  return Response.json(await doorView());
}
