"use client";

import { useEffect, useRef } from "react";
import type uPlot from "uplot";
import { type ChartLook, type ChartMark, draw } from "./chart-drawing";

export type ChartPoint = { at: string; value: number | null; bad: boolean };

type Props = {
  points: readonly ChartPoint[];
  marks: readonly ChartMark[];
  /** The one-sentence summary; the same numbers stand in the table. */
  label: string;
  /** The axis reaches at least so far. */
  least: number;
  /** How the axis writes a value. */
  write: (value: number) => string;
  /** "no samples 17:06 – 17:13" */
  writeGap: (fromMs: number, toMs: number) => string;
};

/** One line over time, from zero. What is missing is a hatched gap, and never a line between two points. */
export function Chart({ points, marks, label, least, write, writeGap }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const look = useRef<ChartLook>({ points, marks, least, write, writeGap });
  useEffect(() => {
    look.current = { points, marks, least, write, writeGap };
    plot.current?.setData(columnsOf(points));
  }, [points, marks, least, write, writeGap]);
  useEffect(() => {
    const place = holder.current;
    if (!place) return;
    const drawn = draw(place, look, columnsOf(look.current.points));
    plot.current = drawn;
    const stop = redrawnWhenNeeded(place, drawn);
    return () => {
      stop();
      drawn.destroy();
      plot.current = null;
    };
  }, []);
  return <div className="chart" ref={holder} role="img" aria-label={label} />;
}

/** A second line over the first, where it was bad. */
const columnsOf = (points: readonly ChartPoint[]): uPlot.AlignedData => [
  points.map(({ at }) => Date.parse(at) / 1_000),
  points.map(({ value }) => value),
  points.map(({ value, bad }) => (bad ? value : null)),
];

/** When its place changes its width, and when the theme turns: colours are read when it is drawn. */
function redrawnWhenNeeded(place: HTMLElement, drawn: uPlot): () => void {
  const again = (): void => drawn.redraw(false, true);
  const sizes = new ResizeObserver(() => drawn.setSize({ width: place.clientWidth, height: place.clientHeight }));
  const themes = new MutationObserver(again);
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  sizes.observe(place);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  scheme.addEventListener("change", again);
  return () => {
    sizes.disconnect();
    themes.disconnect();
    scheme.removeEventListener("change", again);
  };
}
