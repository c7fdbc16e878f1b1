import "server-only";
import { z } from "zod";

/** Atlassian's words, as incident.io speaks them: a summary may name no incidents, which is not the same as none. */
export const wireSummary = z.object({
  page: z.object({ updated_at: z.string().nullish() }).nullish(),
  status: z.object({ indicator: z.string() }),
});

export const wireIncidents = z.object({
  incidents: z
    .array(z.object({ status: z.string(), impact: z.string().nullish(), created_at: z.string().nullish() }))
    .nullish(),
});
