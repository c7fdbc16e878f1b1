export type KeyPress = { key: string; keyCode: number; isComposing: boolean };

/** What a key asks of a list of so many, one of which is chosen: its place from now on, to go where it leads, or nothing. */
export function askedBy({ key, keyCode, isComposing }: KeyPress, at: number, count: number): number | "go" | null {
  // Enter and the arrows belong to what is being composed; 229 is how Safari says so.
  if (isComposing || keyCode === 229) return null; // guard: composing
  if (key === "Enter") return "go";
  return count === 0 ? null : (steps[key]?.(at, count) ?? null);
}

const steps: Partial<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  PageDown: (_at, count) => count - 1,
  PageUp: () => 0,
};
