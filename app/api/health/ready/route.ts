import { readiness } from "@/lib/workers/queries/readiness";

export const dynamic = "force-dynamic";

/** 200 when this console can serve, 503 when its own database is away; each check by name either way. */
export async function GET(): Promise<Response> {
  const { ready, checks } = await readiness();
  return Response.json({ status: ready ? "ok" : "down", checks }, { status: ready ? 200 : 503 });
}
