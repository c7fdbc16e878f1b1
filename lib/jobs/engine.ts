import "server-only";
import { PgBoss } from "pg-boss";
import { env } from "@/lib/core/env";
import { describeError, log } from "@/lib/core/log";

const held = globalThis as typeof globalThis & { sallyportJobs?: Promise<PgBoss> };

/** The durable job engine of this process, on our own database. Its tables and queues are made by `npm run migrate`. */
export function jobEngine({ supervise }: { supervise: boolean }): Promise<PgBoss> {
  held.sallyportJobs ??= start(supervise).catch((error: unknown) => {
    held.sallyportJobs = undefined;
    throw error;
  });
  return held.sallyportJobs;
}

async function start(supervise: boolean): Promise<PgBoss> {
  const engine = new PgBoss({
    connectionString: env().DATABASE_URL,
    application_name: "sallyport-jobs",
    max: 4,
    schema: "pgboss",
    migrate: false,
    createSchema: false,
    reindex: false,
    schedule: false,
    supervise,
  });
  engine.on("error", (error) => log().error({ error: describeError(error) }, "job engine"));
  await engine.start();
  return engine;
}

/** Lets running jobs finish for a moment, then hands them back. */
export async function stopJobEngine(timeoutMs: number): Promise<void> {
  const running = held.sallyportJobs;
  held.sallyportJobs = undefined;
  await (await running)?.stop({ graceful: true, timeout: timeoutMs, close: true });
}
