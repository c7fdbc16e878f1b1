import { describe, expect, it } from "vitest";
import { z } from "zod";
import { deliveryFilter } from "@/lib/deliveries/shapes";
import { operations } from "@/lib/operations/registry";

/** Text on which a careless expression takes for ever, 50 kB each. */
const slow = ["a", " ", "-", "1.", "a@", "a.a@a.", "/", "\\", '"\\', "x=1&", "%2e", "::", "\u202E", "0", "😀"].map(
  (piece) => `${piece.repeat(Math.ceil(50_000 / piece.length))}!`,
);

/** An object that has this text wherever the shape asks for something. */
const filled = (shape: z.ZodType, text: string): unknown =>
  shape instanceof z.ZodObject ? Object.fromEntries(Object.keys(shape.shape).map((key) => [key, text])) : text;

/** The best of three: what a careless expression costs, it costs each time; what a busy machine costs, it does not. */
function quickest(work: () => void): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }),
  );
}

const shapes = [
  ...operations.map(({ name, input }) => ({ name, input })),
  { name: "the filter of deliveries", input: deliveryFilter },
];

describe.each(shapes)("what $name takes", ({ input }) => {
  it("is judged quickly, whatever it is, and never breaks (F-12)", () => {
    expect(input.safeParse(filled(input, "warm")).success).toBeTypeOf("boolean");
    for (const value of [{ not: "" }, ["a"], null, { constructor: "a" }])
      expect(input.safeParse(value).success).toBeTypeOf("boolean");
    for (const text of slow) expect(quickest(() => input.safeParse(filled(input, text)))).toBeLessThan(100);
  });
});
