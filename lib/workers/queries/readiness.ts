import "server-only";
import { consoleDb, identityProviderRead } from "@/lib/core/db";
import { secondsSinceBeat } from "./worker-health";

export type Readiness = {
  ready: boolean;
  checks: { consoleDatabase: boolean; identityDatabase: boolean; worker: boolean };
};

/** A worker that was silent for longer is not at work. */
const workerSilentAfterSeconds = 30;

const answers = async (work: Promise<unknown>): Promise<boolean> => work.then(() => true).catch(() => false);

/** Whether this console can serve. Without the IdP's database or a worker it still serves, and says so. */
export async function readiness(): Promise<Readiness> {
  const [consoleDatabase, identityDatabase, silence] = await Promise.all([
    answers(consoleDb().$queryRaw`SELECT 1`),
    answers(identityProviderRead().$queryRaw`SELECT 1`),
    secondsSinceBeat().catch(() => null),
  ]);
  const worker = silence !== null && silence < workerSilentAfterSeconds;
  return { ready: consoleDatabase, checks: { consoleDatabase, identityDatabase, worker } };
}
