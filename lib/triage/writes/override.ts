import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { overrideHoldsMs } from "../rules/override";
import type { Category, Severity } from "../shapes";

type Word = { category: Category; severity: Severity; reason: string; personId: string };

/** Has a person's verdict hold from now on. @returns false while another one does */
export async function holdOverride(
  tx: ConsoleTransaction,
  { category, severity, reason, personId }: Word,
): Promise<boolean> {
  await tx.$executeRaw`UPDATE triage_overrides SET cleared_at = ends_at WHERE cleared_at IS NULL AND ends_at <= now()`;
  const held = await tx.$executeRaw`
    INSERT INTO triage_overrides (id, category, severity, reason, person_id, ends_at)
    VALUES (gen_random_uuid(), ${category}, ${severity}, ${reason}, ${personId}::uuid,
            now() + make_interval(secs => ${overrideHoldsMs / seconds(1)}))
    ON CONFLICT DO NOTHING`;
  return held === 1; // guard: one-override
}

/** Ends what holds. @returns what it was; null when nothing holds any more */
export async function clearOverride(
  tx: ConsoleTransaction,
  personId: string,
): Promise<Pick<Word, "category" | "severity"> | null> {
  const [cleared] = await tx.$queryRaw<Pick<Word, "category" | "severity">[]>`
    UPDATE triage_overrides SET cleared_at = now(), cleared_by_id = ${personId}::uuid
     WHERE cleared_at IS NULL AND ends_at > now() RETURNING category, severity`;
  return cleared ?? null;
}
