import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { ChannelRoute } from "../shapes";

export async function setRoute(tx: ConsoleTransaction, { channel, ...chosen }: ChannelRoute): Promise<void> {
  await tx.noticeRoute.upsert({
    where: { channel },
    create: { channel, ...chosen },
    update: { ...chosen, updatedAt: new Date() },
  });
}
