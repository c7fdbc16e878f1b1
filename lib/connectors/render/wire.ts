import "server-only";
import { z } from "zod";

/** Render's words. Whatever may be absent may also be null; what we don't know passes as it is. @source Render public API v1 */
export const wireService = z.object({
  id: z.string(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  ownerId: z.string().nullish(),
  autoDeploy: z.string().nullish(),
  suspended: z.string().nullish(),
  suspenders: z.array(z.string()).nullish(),
  serviceDetails: z.object({ maintenanceMode: z.object({ enabled: z.boolean().nullish() }).nullish() }).nullish(),
});

export const wireDeploy = z.object({
  id: z.string().regex(/^dep-[a-z0-9]{1,40}$/),
  status: z.string().nullish(),
  trigger: z.string().nullish(),
  commit: z.object({ id: z.string().nullish(), message: z.string().nullish() }).nullish(),
  createdAt: z.string().nullish(),
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
});
export type WireDeploy = z.infer<typeof wireDeploy>;

export const wireDeploys = z.array(z.object({ deploy: wireDeploy }));

/** Values come in clear and are left where they are: nothing but the name is read. */
export const wireEnvKeys = z.array(z.object({ envVar: z.object({ key: z.string() }), cursor: z.string().nullish() }));
export const wireEnvKey = z.object({ key: z.string() });

export const wireInstances = z.array(z.object({ id: z.string(), createdAt: z.string().nullish() }));

/** What an event says beside its type differs from type to type. */
export const wireEvents = z.array(
  z.object({
    event: z.object({
      id: z.string(),
      timestamp: z.string().nullish(),
      type: z.string().nullish(),
      details: z.record(z.string(), z.unknown()).nullish(),
    }),
  }),
);

export const wireLogs = z.object({
  hasMore: z.boolean().nullish(),
  nextStartTime: z.string().nullish(),
  nextEndTime: z.string().nullish(),
  logs: z
    .array(
      z.object({
        id: z.string(),
        message: z.string().nullish(),
        timestamp: z.string().nullish(),
        labels: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
      }),
    )
    .nullish(),
});

export const wireJob = z.object({
  id: z.string().regex(/^job-[a-z0-9]{1,40}$/),
  startCommand: z.string().nullish(),
  status: z.string().nullish(),
  createdAt: z.string().nullish(),
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
});
export type WireJob = z.infer<typeof wireJob>;
export const wireJobs = z.array(z.object({ job: wireJob }));

const wireSeries = z.object({
  labels: z.array(z.object({ field: z.string(), value: z.string() })).nullish(),
  values: z.array(z.object({ timestamp: z.string(), value: z.number().nonnegative().max(1e12).nullish() })).nullish(),
  unit: z.string().nullish(),
});
export const wireMetric = z.array(wireSeries);
export type WireSeries = z.infer<typeof wireSeries>;
