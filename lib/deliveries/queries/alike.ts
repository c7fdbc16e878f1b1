import "server-only";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { varying } from "../rules/varying";

const text = `regexp_replace(left(coalesce(e.last_error, ''), 1000), '${varying}', '#', 'g')`;

/** An error without what differs from one delivery to the next: what all that died alike have in common. */
export const said = Prisma.raw(text);

/** The same, short enough for an index, as the one that we recommend has it. */
export const saidHash = Prisma.raw(`md5(${text})::uuid`);

/** The answer; 0 where there was none. */
export const answer = Prisma.raw("coalesce(e.last_status, 0)");
