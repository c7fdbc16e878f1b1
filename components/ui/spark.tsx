const width = 96;
const height = 20;

/** The height of one bar: zero keeps a line of half a unit, so that "none" is not "not measured". */
export function barHeight(value: number, highest: number): number {
  return highest <= 0 || value <= 0 ? 0.5 : Math.max(1, (value / highest) * height);
}

/** Counts per hour as bars from zero, the last one in ink. `label` is the one-sentence summary. */
export function Spark({ values, label }: { values: readonly number[]; label: string }) {
  const highest = Math.max(0, ...values);
  const step = width / Math.max(1, values.length);
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {values.map((value, place) => {
        const tall = barHeight(value, highest);
        const now = place === values.length - 1;
        const x = Number((place * step).toFixed(2));
        return (
          <rect
            key={x}
            className={now ? "now" : undefined}
            x={x}
            y={Number((height - tall).toFixed(2))}
            width={Number((step * 0.7).toFixed(2))}
            height={Number(tall.toFixed(2))}
          />
        );
      })}
    </svg>
  );
}
