import "server-only";
import { z } from "zod";

/** PagerDuty's own words, read tolerantly; nothing of them leaves this folder. */
export const wireAnswer = z.object({ status: z.string().nullish(), dedup_key: z.string().nullish() });
