import { cookies } from "next/headers";
import { grantCookie } from "@/lib/access/grant-ticket";
import { identify, isGrantOver, requestReference } from "@/lib/access/identify";
import { safeNextPath } from "@/lib/access/next-path";
import { env } from "@/lib/core/env";
import { recordForeignGrant } from "@/lib/operations/perform/record-foreign-grant";

export const dynamic = "force-dynamic";

/**
 * Takes a break-glass cookie that holds no more out of the browser, and leads to the sign-in: for as long as a browser brings one,
 * Clerk is not asked. One that holds stays, whoever leads here; a link from elsewhere brings none along.
 */
export async function GET(request: Request): Promise<Response> {
  const identified = await identify();
  const jar = await cookies();
  if (identified.kind === "visitor" && isGrantOver(identified) && jar.has(grantCookie)) {
    if (identified.refusal.code === "grant_foreign") await recordForeignGrant(identified, await requestReference());
    jar.set(grantCookie, "", { path: "/", httpOnly: true, secure: true, sameSite: "strict", maxAge: 0 });
  }
  const next = safeNextPath(new URL(request.url).searchParams.get("next"), "/triage");
  const location = new URL(`/sign-in?next=${encodeURIComponent(next)}`, env().PUBLIC_ORIGIN);
  return new Response(null, { status: 303, headers: { Location: location.href } });
}
