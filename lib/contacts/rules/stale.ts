import { days } from "@/lib/core/duration";

/** After so many days a number that nobody tried is a guess. @source runbook, contacts are verified quarterly */
export const staleAfterDays = 90;

/** Whether nobody has reached a contact for too long, or ever. @param now instant of reading */
export function isStale(verifiedAt: string | null, now: Date): boolean {
  return verifiedAt === null || now.getTime() - Date.parse(verifiedAt) > days(staleAfterDays);
}
