import { readDocument } from "@/lib/app-bypass/queries/read-document";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { answerAppRead } from "../../../answer-app-call";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../../no-such-method";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ app: string }> };

/** What an app may do without Clerk at this moment, signed. Public. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return answerAppRead(request, { endpoint: endpoints.getBypassDocument, app: (await params).app }, readDocument);
}
