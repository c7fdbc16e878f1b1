import { headers } from "next/headers";
import { placeHeader } from "@/lib/access/gate";
import { env } from "@/lib/core/env";

const ownPath = "/api/elsewhere";

/**
 * Where the middleware sends a page request that came under another name: Next makes a redirect of the middleware's own relative when
 * it leads to this process, and the browser would ask the same wrong name again. By itself this address does not exist.
 */
export async function GET(): Promise<Response> {
  const place = (await headers()).get(placeHeader) ?? ownPath;
  if (place.startsWith(ownPath)) return Response.json({ code: "not_found" }, { status: 404 });
  return new Response(null, { status: 307, headers: { Location: `${env().PUBLIC_ORIGIN}${place}` } });
}
