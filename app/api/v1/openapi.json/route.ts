import { describeApi } from "@/lib/public-api/queries/describe-api";
import { endpoints } from "@/lib/public-api/shapes/endpoints";
import { version } from "@/package.json";
import { answerApiRead } from "../../answer-api-read";

export { onlyGet as DELETE, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT } from "../../no-such-method";

export const dynamic = "force-dynamic";

/** The description of the public API, for whoever may call any of it. */
export async function GET(request: Request): Promise<Response> {
  return answerApiRead(request, endpoints.getDescription, (actor) => describeApi(actor, version));
}
