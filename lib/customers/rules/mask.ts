/** Says that there is a value, and roughly how long, but nothing of it: as a delivery's payload does. */
export const masked = (value: string): string => "•".repeat(Math.min(Math.max(value.length, 3), 12));
