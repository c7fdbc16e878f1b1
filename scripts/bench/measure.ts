export type Figures = { medianUs: number; p95Us: number; runs: number };
export type Comparison = { name: string; baseline: Figures; ours: Figures; ratio: number; goal: string; met: boolean };

const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);
const at = (values: number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

function figures(samples: number[]): Figures {
  return {
    medianUs: Math.round(at(samples, 0.5) * 10) / 10,
    p95Us: Math.round(at(samples, 0.95) * 10) / 10,
    runs: samples.length,
  };
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) * 1_000;
}

type Contest = {
  name: string;
  baseline: () => Promise<unknown>;
  ours: () => Promise<unknown>;
  rounds: number;
  /** How many of each run at the same time; a sample is then the time of all of them. */
  together?: number;
  goal: { text: string; met(ratio: number): boolean };
};

/** Ours against its baseline, in turn within one run, so that a drifting machine weighs on both alike. `ratio` is ours / baseline. */
export async function compare({ name, baseline, ours, rounds, together = 1, goal }: Contest): Promise<Comparison> {
  const batch =
    (work: () => Promise<unknown>): (() => Promise<unknown>) =>
    () =>
      Promise.all(Array.from({ length: together }, work));
  const [base, own] = [batch(baseline), batch(ours)];
  for (let round = 0; round < Math.max(5, rounds / 10); round += 1) await base().then(own);
  const samples = { base: [] as number[], own: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    samples.base.push(await once(base));
    samples.own.push(await once(own));
  }
  const [baseFigures, ownFigures] = [figures(samples.base), figures(samples.own)];
  const ratio = Math.round((ownFigures.medianUs / baseFigures.medianUs) * 100) / 100;
  return { name, baseline: baseFigures, ours: ownFigures, ratio, goal: goal.text, met: goal.met(ratio) };
}
