import "server-only";
import { Prisma } from "@/lib/generated/identity-provider/client";

/**
 * An error without what differs from one delivery to the next: what all that died alike have in common. The pattern is
 * `lib/deliveries/rules/varying.ts` to the letter: as a parameter no index would be found by it.
 */
export const said = Prisma.sql`regexp_replace(left(coalesce(e.last_error, ''), 1000), '(?<![A-Za-z0-9_-])(?:(?=[A-Za-z0-9_-]{6})(?:[A-Za-z_-]*[0-9]){2}[A-Za-z0-9_-]*|[0-9]+(?:[.][0-9]+)?(?=(?:ms|s|min|h|kb|mb)?(?![A-Za-z0-9_-])))', '#', 'g')`;

/** The same, short enough for an index, as the one that we recommend has it. */
export const saidHash = Prisma.sql`md5(${said})::uuid`;

/** The answer; 0 where there was none. */
export const answer = Prisma.sql`coalesce(e.last_status, 0)`;
