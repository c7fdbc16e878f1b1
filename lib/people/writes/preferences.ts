import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { PreferenceChoice } from "../shapes";

export async function savePreferences(
  tx: ConsoleTransaction,
  personId: string,
  choice: PreferenceChoice,
): Promise<void> {
  await tx.preference.upsert({
    where: { personId },
    create: { personId, ...choice },
    update: { ...choice, updatedAt: new Date() },
  });
}
