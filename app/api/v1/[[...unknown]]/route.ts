import { requestReference } from "@/lib/access/identify";
import { problemAnswer } from "../../problem";

export const dynamic = "force-dynamic";

/** What the public API says of an address that it does not have, to anybody and in its own words. */
async function unknown(): Promise<Response> {
  return problemAnswer({ code: "endpoint_not_found" }, await requestReference());
}

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT };
