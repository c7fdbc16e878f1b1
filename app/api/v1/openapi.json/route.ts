import { env } from "@/lib/core/env";
import { version } from "@/lib/core/version";
import { openApi } from "@/lib/public-api/rules/openapi";
import { answerApiRead } from "../../answer-read";

export const dynamic = "force-dynamic";

/** The description of the public API, for whoever may call any of it. */
export async function GET(): Promise<Response> {
  return answerApiRead("openapi", async () => openApi(env().PUBLIC_ORIGIN, version), ["read", "operate", "signal"]);
}
