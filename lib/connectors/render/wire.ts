import "server-only";
import { z } from "zod";

/** Render's words. Whatever may be absent may also be null; what we don't know passes as it is. @source Render public API v1 */
export const wireService = z.object({
  id: z.string(),
  suspended: z.string().nullish(),
  suspenders: z.array(z.string()).nullish(),
});

export const wireDeploys = z.array(
  z.object({
    deploy: z.object({
      id: z.string().regex(/^dep-[a-z0-9]{1,40}$/),
      status: z.string().nullish(),
      commit: z.object({ id: z.string().nullish() }).nullish(),
      createdAt: z.string().nullish(),
      finishedAt: z.string().nullish(),
    }),
  }),
);

const wireSeries = z.object({
  labels: z.array(z.object({ field: z.string(), value: z.string() })).nullish(),
  values: z.array(z.object({ timestamp: z.string(), value: z.number().nonnegative().max(1e12).nullish() })).nullish(),
  unit: z.string().nullish(),
});
export const wireMetric = z.array(wireSeries);
export type WireSeries = z.infer<typeof wireSeries>;
