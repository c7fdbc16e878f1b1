import { parseArgs } from "node:util";
import { systemActor } from "@/lib/access/system";
import { closeDatabases } from "@/lib/core/db";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import { believed } from "@/lib/triage/rules/settle";
import { type Verdict, verdictOf } from "@/lib/triage/rules/verdict";
import { probeLanes, type Reading } from "@/lib/triage/shapes";

const usage = `npm run status            asks every neighbour now, and says what is wrong; the console need not run
npm run status -- --json  the same in JSON
Exit code 0: healthy. 1: degraded, or nobody can say. 2: down.`;

type Seen = { readings: Reading[]; verdict: Verdict; observedAt: string };

async function look(): Promise<Seen> {
  const observedAt = new Date().toISOString();
  const readings = (await Promise.all(probeLanes.map((lane) => askProbes(systemActor(), lane)))).flat();
  return { readings, verdict: verdictOf(readings.map(believed), Date.now()), observedAt };
}

/** The first look of a process opens connections and reads code: trouble may be its own, and is looked at again. */
async function lookAround(): Promise<Seen> {
  const first = await look();
  return first.readings.every(({ status }) => status === "ok") ? first : look();
}

const word = ({ category, severity }: Verdict): "ok" | "degraded" | "down" =>
  category === "healthy" ? "ok" : severity === "sev1" ? "down" : "degraded";

function headline(verdict: Verdict): string {
  const { category, severity, confidence, also, for: speakFor, against } = verdict;
  const rest = also.map((each) => `${each.category} ${each.severity}`);
  return [
    `${word(verdict).toUpperCase()}  ${category}  ${severity}  confidence ${confidence}`,
    ...(speakFor.length > 0 ? [`  for      ${speakFor.join(", ")}`] : []),
    ...(against.length > 0 ? [`  against  ${against.join(", ")}`] : []),
    ...(rest.length > 0 ? [`  also     ${rest.join(", ")}`] : []),
  ].join("\n");
}

function line({ probe, status, latencyMs, detail }: Reading): string {
  const took = latencyMs === null ? "" : `${latencyMs} ms`;
  return `${status.padEnd(8)}  ${probe.padEnd(20)}  ${took.padStart(8)}  ${detail ?? ""}`.trimEnd();
}

try {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) console.log(usage);
  else {
    const { readings, verdict, observedAt } = await lookAround();
    console.log(
      values.json
        ? JSON.stringify({ observedAt, ...verdict, evidence: readings })
        : [headline(verdict), "", ...readings.map(line)].join("\n"),
    );
    process.exitCode = { ok: 0, degraded: 1, down: 2 }[word(verdict)];
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
} finally {
  await closeDatabases();
}
