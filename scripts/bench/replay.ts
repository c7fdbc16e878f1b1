import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import pg from "pg";
import { workerMemory } from "../start/node24.mjs";
import { step } from "../start/say.mjs";
import { buildIndexes, settle } from "./deliveries-source";
import { atMost, type Comparison, type Figures, figures, type Goal, judged, timesFaster } from "./measure";
import type { EngineTook } from "./replay-engine";
import { type OneLiner, oneLiner } from "./replay-one-liner";
import { deliverAll, fillParties, liveParty, oneUpdate } from "./replay-source";
import { throwaway } from "./throwaway.mjs";

const rounds = 3;
/** Of the one-liner only so many rows: at its pace all of them would take minutes each time. */
const oneLinerRows = 3_000;
const idleMs = 10_000;
/** The highest pace that can be asked for, and for how many deliveries, of which a dispatcher meanwhile delivers what is back. */
const paced = { rate: 1_000, rows: 15_000 };

type Made = Awaited<ReturnType<typeof throwaway>>;
type Bench = { owner: pg.Pool; made: Made; dispatcher: ChildProcess; personId: string; byHand: OneLiner };

/**
 * A replay with its evidence and results, by a worker of its own beside a dispatcher that goes on, against the playbook's one-liner and
 * against one big UPDATE, each over a relying party of its own in one table. Every commit waits for the disk. The pace is set aside.
 */
export async function replay(options: Readonly<Record<string, string>>): Promise<Comparison[]> {
  const rows = Number(options.rows ?? 100_000);
  const many = Number(options.many ?? 1_000_000);
  const made = await throwaway({ rows: 2 * rows, dead: Math.round(rows / 5), durable: true });
  Object.assign(process.env, made.env);
  const owner = new pg.Pool({ connectionString: made.ownerUrl, max: 3, options: "-c TimeZone=UTC" });
  owner.on("error", () => undefined);
  const children: ChildProcess[] = [];
  try {
    const parties = await step(`Filling ${2 * rounds + 1} relying parties of ${rows} dead`, () =>
      fillParties(owner, 2 * rounds + 1, rows),
    );
    await step("Building the recommended indexes", () => buildIndexes(owner));
    await settle(owner);
    const dispatcher = child("replay-dispatcher.ts", [made.ownerUrl, liveParty]);
    children.push(dispatcher);
    const personId = await somebody(made);
    const bench = { owner, made, dispatcher, personId, byHand: oneLiner(made.ownerUrl) };
    const shown = await contest(bench, parties);
    if (many > 0) shown.push(await step(`Replaying ${many} rows`, () => memory(bench, many)));
    return shown;
  } finally {
    for (const each of children) each.kill();
    await owner.end();
    await made.stop();
  }
}

async function contest(bench: Bench, [ofOneLiner = "", ...parties]: string[]): Promise<Comparison[]> {
  const { owner, byHand } = bench;
  const took = { oneLiner: [] as number[], update: [] as number[], engine: [] as EngineTook[] };
  const claims = {
    idle: await step("A dispatcher alone", () => claimsDuring(bench, pause(idleMs))),
    paced: [] as number[],
    busy: [] as number[],
  };
  const freezes = await step(`Freezing, ${rounds} times`, () => freezing(bench, ofOneLiner));
  for (let round = 0; round < rounds; round += 1) {
    const [forUpdate = "", forEngine = ""] = parties.slice(2 * round);
    const beginAnew = () => owner.query("CHECKPOINT");
    await beginAnew();
    took.oneLiner.push(await step("The playbook's one-liner", () => byHand.run(ofOneLiner, oneLinerRows)));
    await beginAnew();
    took.update.push(await step("One big UPDATE", () => timed(() => owner.query(oneUpdate, [forUpdate]))));
    await beginAnew();
    await step("The engine", async () => {
      const running = engine(bench, forEngine);
      claims.busy.push(...(await claimsDuring(bench, running)));
      took.engine.push(await running);
    });
    await beginAnew();
    claims.paced.push(
      ...(await step(`The engine at ${paced.rate} a second`, () => claimsBesidePace(bench, ofOneLiner))),
    );
  }
  return compared(byHand.name, { ...took, freezes }, claims);
}

function compared(
  name: string,
  took: { oneLiner: number[]; update: number[]; engine: EngineTook[]; freezes: number[] },
  claims: { idle: number[]; paced: number[]; busy: number[] },
): Comparison[] {
  const each = (of: (engine: EngineTook) => number): Figures => inMs(took.engine.map(of));
  const rows = took.engine[0]?.rows ?? 0;
  const engine = each(({ replayMs }) => replayMs);
  const update = inMs(took.update);
  const byHand = inMs(took.oneLiner.map((rowsPerSecond) => (rows / rowsPerSecond) * 1_000));
  const [longest, freeze] = [each(({ longestUpdateMs }) => longestUpdateMs), inMs(took.freezes)];
  const [idle, beside, busy] = [inMs(claims.idle), inMs(claims.paced), inMs(claims.busy)];
  const ratio = (ours: Figures, base: Figures): number => ours.medianUs / base.medianUs;
  return [
    judged(`${rows} rows, against ${name}`, timesFaster(30), [byHand, engine], ratio(engine, byHand)),
    judged(`${rows} rows, against one big UPDATE`, pace(0.5), [update, engine], ratio(engine, update)),
    judged(
      "longest statement in the IdP's database, against one big UPDATE",
      atMost(1 / 20),
      [update, longest],
      ratio(longest, update),
    ),
    judged(
      `a dispatcher's claim beside a replay at ${paced.rate} a second, 95th percentile, against alone`,
      atMost(3),
      [idle, beside],
      beside.p95Us / idle.p95Us,
    ),
    judged(
      "a dispatcher's claim beside an engine without a pace, which nobody can ask for, 95th percentile, against alone",
      atMost(10),
      [idle, busy],
      busy.p95Us / idle.p95Us,
    ),
    judged(`freezing ${rows} rows, against a second`, atMost(1), [inMs([1_000]), freeze], freeze.medianUs / 1_000_000),
  ];
}

/** Of so many rows as nobody should have to retry by hand: what the worker's process took of the machine at most, all of it included. */
async function memory(bench: Bench, rows: number): Promise<Comparison> {
  const { owner } = bench;
  const [party = ""] = await fillParties(owner, 1, rows, 8_000_000);
  await settle(owner);
  const { peakMb, freezeMs, replayMs } = await delivering(owner, party, engine(bench, party));
  console.log(`  frozen in ${Math.round(freezeMs)} ms, put back in ${Math.round(replayMs / 1_000)} s`);
  const [limit, peak] = [300, peakMb].map(
    (mb) => ({ medianUs: mb * 1_000, p95Us: mb * 1_000, runs: 1 }) satisfies Figures,
  );
  return judged(
    `peak resident memory in MB at ${rows} rows, against 300 MB`,
    atMost(1),
    [limit, peak] as [Figures, Figures],
    peakMb / 300,
  );
}

/** What has waited for long would hold the lane: somebody delivers it. */
async function delivering<T>(owner: pg.Pool, party: string, running: Promise<T>): Promise<T> {
  let over = false;
  const ended = running.finally(() => (over = true));
  while (!over) await Promise.race([deliverAll(owner, party, 20_000), ended]).then(() => pause(500));
  return ended;
}

const pace = (share: number): Goal => ({
  text: `≥ ${share * 100} % of its rate`,
  met: (ratio) => ratio * share <= 1,
  shown: (ratio) => `${Math.round(100 / ratio)} %`,
  beyond: (ratio) => 1 / ratio / share,
});

const inMs = (samples: number[]): Figures => figures(samples.map((ms) => ms * 1_000));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** What the dispatcher's claims took, in ms, while something went on. */
async function claimsDuring({ dispatcher }: Bench, work: Promise<unknown>): Promise<number[]> {
  await claimsSoFar(dispatcher);
  await work;
  return claimsSoFar(dispatcher);
}

async function claimsBesidePace(bench: Bench, party: string): Promise<number[]> {
  const { rate, rows } = paced;
  return claimsDuring(bench, delivering(bench.owner, party, engine(bench, party, [String(rate), String(rows)])));
}

async function claimsSoFar(dispatcher: ChildProcess): Promise<number[]> {
  const answered = once(dispatcher, "message");
  dispatcher.send("so far");
  const [claims] = (await answered) as [number[]];
  return claims;
}

/** A worker of its own: what it takes of memory is its own, too. */
const engine = ({ personId }: Bench, party: string, pace: string[] = []): Promise<EngineTook> =>
  told(child("replay-engine.ts", [party, personId, ...pace], workerMemory));

/** In a process like the web's, as whoever asks waits for it, beside a dispatcher that goes on. */
const freezing = ({ personId }: Bench, party: string): Promise<number[]> =>
  told(child("replay-freeze.ts", [party, personId, String(rounds)]));

/** What a process sends before it ends. */
async function told<T>(process: ChildProcess): Promise<T> {
  const exited = once(process, "exit");
  let took: T | undefined;
  process.on("message", (message: T) => (took = message));
  await exited;
  if (took === undefined) throw new Error("it did not come to its end");
  return took;
}

function child(file: string, args: string[], memory: string[] = []): ChildProcess {
  return fork(path.join(import.meta.dirname, file), args, {
    execArgv: [...memory, "--conditions=react-server", "--import", "tsx"],
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "error" },
  });
}

async function somebody(made: Made): Promise<string> {
  const console = new pg.Client({ connectionString: made.env.DATABASE_URL });
  await console.connect();
  const { rows } = await console.query<{ id: string }>(
    "INSERT INTO people (id, email, name) VALUES (gen_random_uuid(), 'bench@example.test', 'Bench') RETURNING id",
  );
  await console.end();
  return rows[0]?.id ?? "";
}
