/** Every durable queue of the worker. Created by `npm run migrate` as the schema's owner, since the app's role may not run DDL. */
export const queues = [
  {
    name: "delivery.follow",
    options: { policy: "short", retryLimit: 100, retryDelay: 1, expireInSeconds: 900, heartbeatSeconds: 10 },
  },
  {
    name: "deploy.follow",
    options: { policy: "short", retryLimit: 100, retryDelay: 1, expireInSeconds: 4_500, heartbeatSeconds: 10 },
  },
  {
    name: "task.follow",
    options: { policy: "short", retryLimit: 100, retryDelay: 1, expireInSeconds: 4_500, heartbeatSeconds: 10 },
  },
] as const satisfies readonly { name: string; options: object }[];

export type QueueName = (typeof queues)[number]["name"];
