import { stopJob } from "../../../../stop-job";

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT } from "../../../../no-such-method";

export const dynamic = "force-dynamic";

/** Stops a replay for as long as nobody resumes it. Public. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return stopJob(request, (await params).id, "pause");
}
