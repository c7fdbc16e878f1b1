import { mkdir, writeFile } from "node:fs/promises";
import { closeDatabases } from "@/lib/core/db";
import { foundation } from "./foundation";
import type { Comparison } from "./measure";
import { triage } from "./triage";

const benches: Readonly<Record<string, () => Promise<Comparison[]>>> = { foundation, triage };

const asked = process.argv[2] ?? "foundation";
const bench = benches[asked];
if (!bench) {
  console.error(`There is no bench "${asked}". There are: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
const comparisons = await bench();
for (const { name, baseline, ours, ratio, goal, met } of comparisons) {
  console.log(
    `${met ? "met " : "MISS"}  ${name}: ratio ${ratio} (goal ${goal}); median ${ours.medianUs} µs against ${baseline.medianUs} µs, ${ours.runs} runs`,
  );
}
await mkdir("bench-results", { recursive: true });
await writeFile(
  `bench-results/${asked}.json`,
  `${JSON.stringify({ bench: asked, at: new Date().toISOString(), comparisons }, null, 2)}\n`,
);
await closeDatabases();
process.exit(0);
