import { stopJob } from "../../../../stop-job";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../../../no-such-method";

export const dynamic = "force-dynamic";

/** Ends a replay before all of it was put back. Public. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return stopJob(request, (await params).id, "cancel");
}
