import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { closeDatabases } from "@/lib/core/db";
import { deliveries } from "./deliveries";
import { foundation } from "./foundation";
import type { Comparison } from "./measure";
import { replay } from "./replay";
import { triage } from "./triage";

type Options = Readonly<Record<string, string>>;
const benches: Readonly<Record<string, (options: Options) => Promise<Comparison[]>>> = {
  foundation,
  deliveries,
  replay,
  triage,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: "string" }, dead: { type: "string" }, data: { type: "string" }, many: { type: "string" } },
});
const asked = positionals[0] ?? "foundation";
const bench = benches[asked];
if (!bench) {
  console.error(`There is no bench "${asked}". There are: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
const comparisons = await bench({ ...values });
await mkdir("bench-results", { recursive: true });
await writeFile(
  `bench-results/${asked}.json`,
  `${JSON.stringify({ bench: asked, at: new Date().toISOString(), options: values, comparisons }, null, 2)}\n`,
);
console.log(`\n${table(comparisons).join("\n")}`);
await closeDatabases();
process.exit(comparisons.every(({ met }) => met) ? 0 : 1);

function table(of: readonly Comparison[]): string[] {
  const lines = of.map((each) => [
    each.met ? "met" : "MISSED",
    each.shown,
    each.goal,
    each.beyond === null ? "" : `${each.beyond.toFixed(1)} × the goal`,
    `${milliseconds(each.ours)} against ${milliseconds(each.baseline)}`,
    each.name,
  ]);
  const rows = [["", "ratio", "goal", "how far", "median (95th) in ms", "what"], ...lines];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function milliseconds({ medianUs, p95Us }: Comparison["ours"]): string {
  return `${(medianUs / 1_000).toFixed(2)} (${(p95Us / 1_000).toFixed(1)})`;
}
