import { days, hours, minutes } from "@/lib/core/duration";

const units = { m: minutes, h: hours, d: days } as const;

/** "90m", "6h" or "2d" as milliseconds. */
export const ageMs = (value: string): number =>
  units[value.slice(-1) as keyof typeof units](Number(value.slice(0, -1)));
