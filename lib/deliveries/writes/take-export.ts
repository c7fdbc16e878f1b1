import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";

/** @returns whether this call was the first: nobody fetches a file twice */
export async function takeExport(tx: ConsoleTransaction, requestId: string): Promise<boolean> {
  const taken = await tx.$executeRaw`
    INSERT INTO delivery_export_takings (request_id) VALUES (${requestId}::uuid) ON CONFLICT DO NOTHING`;
  return taken === 1;
}
