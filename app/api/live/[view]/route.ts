import { clerkHealth } from "@/lib/access/health";
import { liveViews } from "@/lib/live/queries/views";
import { answerRead } from "../../answer-read";

export const dynamic = "force-dynamic";

/** The JSON that pages poll. The same queries as the pages, the same gates. */
export async function GET(request: Request, { params }: { params: Promise<{ view: string }> }): Promise<Response> {
  return answerRead("live view", async (actor) => {
    const { view: name } = await params;
    const view = Object.hasOwn(liveViews, name) ? liveViews[name] : undefined;
    return view ? view(actor, new URL(request.url).searchParams, (await clerkHealth()).answers) : null;
  });
}
