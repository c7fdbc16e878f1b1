import "server-only";
import { z } from "zod";

/** What an app tells of itself. Older apps tell less, and every field may be absent. */
export const wireHealth = z.object({
  ok: z.boolean().nullish(),
  commit: z.string().nullish(),
  clerk: z.object({ reachable: z.boolean().nullish(), secretKeyFingerprint: z.string().nullish() }).nullish(),
  middleware: z.object({ ok: z.boolean().nullish(), errorShare5m: z.number().nullish() }).nullish(),
  sessionErrors5m: z.number().int().nonnegative().max(1e9).nullish(),
  webhookReceiver: z.object({ ok: z.boolean().nullish(), lastEventAt: z.string().nullish() }).nullish(),
});
