import { PgBoss, type Queue } from "pg-boss";
import { queues } from "../../lib/jobs/queues";

/** Installs or upgrades pg-boss and brings every queue to its declared options. The app's role may do neither. */
export async function createQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: "pgboss", supervise: false, schedule: false });
  // With a listener, a lost connection rejects the call that needed it instead of ending the process.
  boss.on("error", () => {});
  await boss.start();
  try {
    for (const queue of queues) {
      const options: Omit<Queue, "name"> = queue.options;
      const { policy: _fixedAtCreation, ...changeable } = options;
      await boss.createQueue(queue.name, options);
      await boss.updateQueue(queue.name, changeable);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}
