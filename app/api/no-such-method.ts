import { requestReference } from "@/lib/access/identify";
import { problemAnswer } from "./problem";

async function refusing(allow: string): Promise<Response> {
  const answer = problemAnswer({ code: "method_not_allowed" }, await requestReference());
  answer.headers.set("Allow", allow);
  return answer;
}

/** What an address of the public API says that can only be read. @source RFC 9110 §15.5.6 */
export const onlyGet = (): Promise<Response> => refusing("GET, HEAD, OPTIONS");

/** What an address of the public API says that only takes what is posted. */
export const onlyPost = (): Promise<Response> => refusing("POST, OPTIONS");
