import "server-only";
import { consoleDb, identityProviderRead } from "@/lib/core/db";
import { isWorkerAlive } from "./worker-health";

export type Readiness = {
  ready: boolean;
  checks: { consoleDatabase: boolean; identityDatabase: boolean; worker: boolean };
};

const answers = async (work: Promise<unknown>): Promise<boolean> => work.then(() => true).catch(() => false);

/** Whether this console can serve. Without the IdP's database or a worker it still serves, and says so. */
export async function readiness(): Promise<Readiness> {
  const [consoleDatabase, identityDatabase, worker] = await Promise.all([
    answers(consoleDb().$queryRaw`SELECT 1`),
    answers(identityProviderRead().$queryRaw`SELECT 1`),
    isWorkerAlive().catch(() => false),
  ]);
  return { ready: consoleDatabase, checks: { consoleDatabase, identityDatabase, worker } };
}
