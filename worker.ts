import { setTimeout as pause } from "node:timers/promises";
import { systemActor } from "@/lib/access/system";
import { closeDatabases } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { describeError, log } from "@/lib/core/log";
import { countOperation } from "@/lib/core/metrics";
import { endOnSignal, stopping } from "@/lib/core/stopping";
import { startTraces } from "@/lib/core/traces/start";
import { jobEngine, stopJobEngine } from "@/lib/jobs/engine";
import type { Operation, Rounds, Work } from "@/lib/operations/define";
import { performRoutine } from "@/lib/operations/perform/routine";
import { operations } from "@/lib/operations/registry";

const actor = systemActor();
let atWork: Promise<unknown> = Promise.resolve();
let sendTraces = async (): Promise<void> => undefined;

async function perform(operation: Operation, input: unknown): Promise<void> {
  const performed = await performRoutine(actor, actor.workerId, { operation: operation.name, input });
  if (!performed.ok)
    log().warn({ operation: operation.name, refusal: performed.refusal.code }, "the worker's own act was refused");
}

/** Repeats an operation for as long as the worker lives. A failure is logged and the next round tries again. */
async function repeat(operation: Operation, everyMs: number): Promise<void> {
  while (!stopping().aborted) {
    await perform(operation, {}).catch((error: unknown) => {
      countOperation(operation.name, "failed");
      log().error({ error: describeError(error) }, operation.name);
    });
    await pause(everyMs, undefined, { signal: stopping() }).catch(() => undefined);
  }
}

/** Passes until nothing is left. A crash in between loses nothing: what is to be done stands in the database, not in the job. */
async function carryOut(operation: Operation, work: Work, cancelled: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([cancelled, stopping()]);
  while (!signal.aborted) {
    const left = await work.pass({ actor, perform: (input) => perform(operation, input) }).catch((error: unknown) => {
      countOperation(operation.name, "failed");
      log().warn({ operation: operation.name, error: describeError(error) }, "a pass failed; the next one tries again");
      return "failed" as const;
    });
    if (left === "done") return;
    await pause(left === "failed" ? seconds(5) : work.pauseMs, undefined, { signal }).catch(() => undefined);
  }
  throw new Error("interrupted: the job goes back to its queue");
}

/** One lane of an operation's rounds. After a failure it waits a little longer: its surroundings are in trouble. */
async function goRound(operation: Operation, { everyMs, pass }: Rounds, lane: string): Promise<void> {
  while (!stopping().aborted) {
    const failed = await pass({ actor, lane, perform: (input) => perform(operation, input) }).then(
      () => false,
      (error: unknown) => {
        countOperation(operation.name, "failed");
        log().warn({ operation: operation.name, lane, error: describeError(error) }, "a round failed");
        return true;
      },
    );
    await pause(failed ? seconds(5) : everyMs, undefined, { signal: stopping() }).catch(() => undefined);
  }
}

async function main(): Promise<void> {
  sendTraces = await startTraces("worker");
  const engine = await jobEngine({ supervise: true });
  for (const operation of operations) {
    const { work } = operation;
    if (!work) continue;
    await engine.work(work.queue, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async ([job]) => {
      await carryOut(operation, work, job?.signal ?? stopping());
    });
    await engine.send(work.queue, {}); // What was in flight when the last worker died is picked up without waiting for its job to expire.
  }
  const rounds = operations.filter((operation) => operation.everyMs !== undefined);
  const repeated = rounds.map((operation) => repeat(operation, operation.everyMs ?? seconds(60)));
  const lanes = operations.flatMap((operation) => {
    const { rounds: own } = operation;
    return own ? own.lanes().map((lane) => goRound(operation, own, lane)) : [];
  });
  atWork = Promise.all([...repeated, ...lanes]);
  log().info({ workerId: actor.workerId }, "worker ready");
  await atWork;
}

async function stop(): Promise<void> {
  // What is being sent may still be written down; after that its lease runs out, and the next worker sends it again.
  await Promise.all([stopJobEngine(seconds(10)), Promise.race([atWork, pause(seconds(10))])]);
  await Promise.all([closeDatabases(), sendTraces()]);
  log().info({ workerId: actor.workerId }, "worker ended");
  process.exit(0);
}

endOnSignal(seconds(20), stop);
function judgedEnvironment(): boolean {
  try {
    env();
    return true;
  } catch (error) {
    console.error((error as Error).message);
    return false;
  }
}

if (!judgedEnvironment()) process.exit(1);
main().catch((error: unknown) => {
  log().fatal({ error: describeError(error) }, "the worker can't run");
  process.exit(1);
});
