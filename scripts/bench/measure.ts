export type Figures = { medianUs: number; p95Us: number; runs: number };
export type Comparison = {
  name: string;
  baseline: Figures;
  ours: Figures;
  /** Ours / baseline. */
  ratio: number;
  /** The ratio as the goal speaks of it. */
  shown: string;
  goal: string;
  met: boolean;
  /** How many times better than the goal asks; null where the goal does not say. */
  beyond: number | null;
};

export type Goal = {
  text: string;
  met(ratio: number): boolean;
  shown?(ratio: number): string;
  beyond?(ratio: number): number;
};

/** Two digits after the point, or as many as a small number needs. */
const brief = (value: number): string => (value >= 0.1 ? value.toFixed(2) : value.toPrecision(2));

export const atMost = (limit: number): Goal => ({
  text: `≤ ${limit}`,
  met: (ratio) => ratio <= limit,
  beyond: (ratio) => limit / ratio,
});

export const timesFaster = (times: number): Goal => ({
  text: `≥ ${times}× faster`,
  met: (ratio) => ratio * times <= 1,
  shown: (ratio) => `${brief(1 / ratio)}×`,
  beyond: (ratio) => 1 / ratio / times,
});

const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);
const at = (values: number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

export function figures(samples: number[]): Figures {
  return {
    medianUs: Math.round(at(samples, 0.5) * 10) / 10,
    p95Us: Math.round(at(samples, 0.95) * 10) / 10,
    runs: samples.length,
  };
}

/** What one piece of work takes, in microseconds. */
export async function once(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) * 1_000;
}

/** Two sets of figures by a ratio of ours, as a goal sees it. */
export function judged(name: string, goal: Goal, [baseline, ours]: [Figures, Figures], ratio: number): Comparison {
  const [shown, beyond] = [goal.shown?.(ratio) ?? brief(ratio), goal.beyond?.(ratio) ?? null];
  return { name, baseline, ours, ratio, shown, goal: goal.text, met: goal.met(ratio), beyond };
}

type Contest = {
  name: string;
  baseline: () => Promise<unknown>;
  ours: () => Promise<unknown>;
  rounds: number;
  /** Rounds that do not count: at least five, or a tenth. */
  warmUp?: number;
  /** How many of each run at the same time; a sample is then the time of all of them. */
  together?: number;
  goal: Goal;
};

/** Ours against its baseline, in turn within one run, so that a drifting machine weighs on both alike. `ratio` is ours / baseline. */
export async function compare({
  name,
  baseline,
  ours,
  rounds,
  warmUp,
  together = 1,
  goal,
}: Contest): Promise<Comparison> {
  const batch =
    (work: () => Promise<unknown>): (() => Promise<unknown>) =>
    () =>
      Promise.all(Array.from({ length: together }, work));
  const [base, own] = [batch(baseline), batch(ours)];
  for (let round = 0; round < (warmUp ?? Math.max(5, rounds / 10)); round += 1) await base().then(own);
  const samples = { base: [] as number[], own: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    samples.base.push(await once(base));
    samples.own.push(await once(own));
  }
  const [baseFigures, ownFigures] = [figures(samples.base), figures(samples.own)];
  return judged(name, goal, [baseFigures, ownFigures], ownFigures.medianUs / baseFigures.medianUs);
}
