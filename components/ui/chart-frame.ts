/** From the first missing moment to the next one that is there, in milliseconds. */
export type Gap = { from: number; to: number };

type Point = { at: string; value: number | null };

/** How long one step of a line is, in milliseconds. */
export function stepOf(points: readonly Point[]): number {
  const [first, second] = points;
  return first && second ? Date.parse(second.at) - Date.parse(first.at) : 60_000;
}

/** Where nothing was measured. The last step alone is none: it has only begun. */
export function gapsOf(points: readonly Point[]): Gap[] {
  const step = stepOf(points);
  const gaps: Gap[] = [];
  for (const { at, value } of points) {
    if (value !== null) continue;
    const from = Date.parse(at);
    const before = gaps.at(-1);
    if (before?.to === from) before.to = from + step;
    else gaps.push({ from, to: from + step });
  }
  const end = Date.parse(points.at(-1)?.at ?? "") + step;
  return gaps.filter(({ from, to }) => to !== end || to - from > step);
}

const steps = [1, 2, 4, 6, 8, 10];

/** A round number at or above the highest, so that half of it is round enough to be written. */
export function niceTop(highest: number | null): number {
  if (highest === null || !Number.isFinite(highest) || highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return (steps.find((step) => step * power >= highest) ?? 10) * power;
}
