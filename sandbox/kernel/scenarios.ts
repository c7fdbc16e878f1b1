import type { Faults } from "./faults";
import { Refusal } from "./refusal";

/** A known kind of trouble that can be switched on and off. */
export type Scenario = {
  name: string;
  title: string;
  start(): void | Promise<void>;
  stop(): void | Promise<void>;
};

export type Scenarios = {
  register(scenario: Scenario): void;
  list(): { name: string; title: string; running: boolean }[];
  /** Starting a running scenario changes nothing. @throws Refusal `unknown_scenario` */
  start(name: string): Promise<void>;
  /** Stopping a stopped scenario changes nothing. @throws Refusal `unknown_scenario` */
  stop(name: string): Promise<void>;
  stopAll(): Promise<void>;
};

const HEALTHY = "healthy";

/** `healthy` is built in: starting it stops every other scenario and clears every fault. */
export function createScenarios(faults: Faults): Scenarios {
  const scenarios = new Map<string, Scenario>();
  const running = new Set<string>();
  const inTurn = createQueue();

  const stopOne = async (name: string) => {
    if (!running.has(name)) return;
    await known(name).stop();
    running.delete(name);
  };
  const stopAll = async () => {
    for (const name of [...running].toReversed()) await stopOne(name);
    faults.clear();
  };
  const known = (name: string): Scenario => {
    const scenario = scenarios.get(name);
    if (!scenario)
      throw new Refusal(404, "unknown_scenario", `There is no scenario "${name}"; GET /scenarios lists them.`);
    return scenario;
  };

  scenarios.set(HEALTHY, { name: HEALTHY, title: "Everything works", start: stopAll, stop: () => undefined });
  return {
    register(scenario) {
      if (scenarios.has(scenario.name)) throw new Error(`The scenario "${scenario.name}" is registered twice.`);
      scenarios.set(scenario.name, scenario);
    },
    list: () =>
      [...scenarios.values()].map(({ name, title }) => ({
        name,
        title,
        running: name === HEALTHY ? running.size === 0 : running.has(name),
      })),
    start: (name) =>
      inTurn(async () => {
        const scenario = known(name);
        if (running.has(name)) return;
        await scenario.start();
        if (name !== HEALTHY) running.add(name);
      }),
    stop: (name) => inTurn(() => stopOne(known(name).name)),
    stopAll: () => inTurn(stopAll),
  };
}

/** Two starts at once must not interleave: each waits for the one before, whatever became of it. */
function createQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}
