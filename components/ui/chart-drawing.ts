import type { RefObject } from "react";
import uPlot from "uplot";
import { gapsOf, niceTop, stepOf } from "./chart-frame";
import { clockText } from "./instant";

export type ChartMark = { at: string; words: string };

export type ChartLook = {
  points: readonly { at: string; value: number | null; bad: boolean }[];
  marks: readonly ChartMark[];
  /** The axis reaches at least so far: what is next to nothing shall not look like much. */
  least: number;
  write: (value: number) => string;
  writeGap: (fromMs: number, toMs: number) => string;
};

type Token = "--ink" | "--ink-2" | "--ink-3" | "--rule" | "--rule-firm" | "--down-mark" | "--down-wash";

const topSpace = 18;
const labelHeight = 11;

/** Draws in the look of the house: from zero, three lines at most, no frame, no legend, UTC. */
export function draw(place: HTMLElement, look: RefObject<ChartLook>, data: uPlot.AlignedData): uPlot {
  const colour = colours(place);
  const font = `11px ${getComputedStyle(place).fontFamily}`;
  const line = (token: Token, width: number): uPlot.Series => ({
    stroke: () => colour(token),
    width,
    points: { show: false },
    spanGaps: false,
  });
  return new uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      padding: [topSpace, 18, 0, 0],
      tzDate: (at) => uPlot.tzDate(new Date(at * 1_000), "UTC"),
      scales: {
        x: { time: true },
        y: { range: (_plot, _low, high) => [0, niceTop(Math.max(look.current.least, high ?? 0))] },
      },
      series: [{}, line("--ink", 1.5), line("--down-mark", 2)],
      axes: [
        {
          stroke: () => colour("--ink-3"),
          font,
          size: 20,
          gap: 4,
          grid: { show: false },
          ticks: { show: false },
          values: (_plot, splits) => splits.map((at) => clockText(at * 1_000, "UTC", false)),
        },
        {
          stroke: () => colour("--ink-3"),
          font,
          size: 56,
          gap: 8,
          grid: { stroke: () => colour("--rule"), width: 1 },
          ticks: { show: false },
          splits: (plot) => [0, (plot.scales.y?.max ?? 1) / 2, plot.scales.y?.max ?? 1],
          values: (_plot, splits) => splits.map((value) => look.current.write(value)),
        },
      ],
      hooks: {
        drawClear: [(plot) => drawGround(plot, look.current, colour, font)],
        draw: [(plot) => drawMarks(plot, look.current.marks, colour, font)],
      },
    },
    data,
    place,
  );
}

/** A token as the browser resolves it here and now: a canvas knows neither variables nor themes. */
function colours(place: HTMLElement): (token: Token) => string {
  const probe = document.createElement("span");
  probe.hidden = true;
  place.append(probe);
  return (token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
}

/** Under the line: a wash where it was bad, a hatch and its words where nobody looked. */
function drawGround(plot: uPlot, look: ChartLook, colour: (token: Token) => string, font: string): void {
  const { ctx, bbox } = plot;
  const x = (at: number): number => plot.valToPos(at, "x", true);
  const step = stepOf(look.points) / 1_000;
  ctx.save();
  ctx.fillStyle = colour("--down-wash");
  for (const { at, bad } of look.points) {
    const begin = Date.parse(at) / 1_000;
    if (bad) ctx.fillRect(x(begin), bbox.top, x(begin + step) - x(begin), bbox.height);
  }
  for (const { from, to } of gapsOf(look.points)) {
    const [left, right] = [x(from / 1_000), Math.min(x(to / 1_000), bbox.left + bbox.width)];
    hatch(ctx, { left, top: bbox.top, width: right - left, height: bbox.height }, colour("--rule-firm"));
    write(
      plot,
      { words: look.writeGap(from, to), at: (left + right) / 2, room: right - left },
      colour("--ink-3"),
      font,
    );
  }
  ctx.restore();
}

type Box = { left: number; top: number; width: number; height: number };

function hatch(ctx: CanvasRenderingContext2D, { left, top, width, height }: Box, stroke: string): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.beginPath();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  const step = 6 * devicePixelRatio;
  for (let place = left - height; place < left + width; place += step) {
    ctx.moveTo(place, top + height);
    ctx.lineTo(place + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Dotted lines with their words on top; where two would stand in each other, the later one's words are left to the table. */
function drawMarks(plot: uPlot, marks: readonly ChartMark[], colour: (token: Token) => string, font: string): void {
  const { ctx, bbox } = plot;
  let free = bbox.left;
  ctx.save();
  for (const { at, words } of marks) {
    const x = plot.valToPos(Date.parse(at) / 1_000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.strokeStyle = colour("--ink-2");
    ctx.lineWidth = devicePixelRatio;
    ctx.moveTo(x, bbox.top - 4 * devicePixelRatio);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const end = bbox.left + bbox.width;
    free = write(plot, { words, at: x, room: end - free, from: free }, colour("--ink-2"), font);
  }
  ctx.restore();
}

type Words = { words: string; at: number; room: number; from?: number };

/** @returns where the next words may begin */
function write(plot: uPlot, { words, at, room, from }: Words, fill: string, font: string): number {
  const { ctx, bbox } = plot;
  ctx.font = font.replace(/^[\d.]+px/, `${labelHeight * devicePixelRatio}px`);
  const width = ctx.measureText(words).width;
  const begin = Math.min(Math.max(at - width / 2, from ?? bbox.left), bbox.left + bbox.width - width);
  if (width > room || begin > at) return from ?? bbox.left;
  ctx.fillStyle = fill;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(words, begin, bbox.top - 6 * devicePixelRatio);
  return begin + width + 10 * devicePixelRatio;
}
