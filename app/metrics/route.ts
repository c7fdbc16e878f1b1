import { mayScrape } from "@/lib/access/scraper";
import { metrics } from "@/lib/core/metrics";
import { countUnsent } from "@/lib/notices/queries/channel-health";
import { secondsSinceBeat } from "@/lib/workers/queries/worker-health";

export const dynamic = "force-dynamic";

/** Prometheus text. On loopback, or with `Authorization: Bearer METRICS_TOKEN`. */
export async function GET(request: Request): Promise<Response> {
  if (!mayScrape(request.headers)) return Response.json({ code: "not_allowed" }, { status: 403 });
  const { registry, workerSilence, noticesUnsent } = metrics();
  workerSilence.set((await secondsSinceBeat().catch(() => null)) ?? -1);
  noticesUnsent.reset();
  for (const { channel, waiting, dead } of await countUnsent().catch(() => [])) {
    noticesUnsent.set({ channel, state: "waiting" }, waiting);
    noticesUnsent.set({ channel, state: "dead" }, dead);
  }
  return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType } });
}
