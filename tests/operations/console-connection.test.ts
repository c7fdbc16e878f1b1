import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { consoleDb, poolOptions } from "@/lib/core/db";
import { minutes, seconds } from "@/lib/core/duration";
import { PrismaClient } from "@/lib/generated/console/client";
import { beginSet } from "@/lib/replays/writes/freeze";
import { Stage } from "../support/stage";
import { stopwatch } from "../support/stopwatch";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const idleLimit = async (tx: Pick<ReturnType<typeof consoleDb>, "$queryRaw">): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ limit: string }[]>`
    SELECT current_setting('idle_in_transaction_session_timeout') AS limit`;
  return row?.limit;
};

it("a connection that ended in the middle of a transaction is trouble of the database, and not an error of ours", async () => {
  const { owner } = stage.cast.own;
  const ended = consoleDb().$transaction(async (tx) => {
    const [self] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await owner.query("SELECT pg_terminate_backend($1)", [self?.pid]);
    const isThere = async () =>
      (await owner.query("SELECT 1 FROM pg_stat_activity WHERE pid = $1", [self?.pid])).rowCount;
    await expect.poll(isThere).toBe(0);
    await tx.$queryRaw`SELECT 1 AS one`;
  });
  const error: unknown = await ended.catch((thrown: unknown) => thrown);
  expect(`${error}`).toContain("not queryable");
  expect(isDatabaseTrouble(error)).toBe(true);
});

it("a freeze may wait for the IdP's database for as long as it may take; nothing else may leave a transaction idle so long", async () => {
  const frozen = await consoleDb().$transaction(async (tx) => {
    await beginSet(tx, minutes(2));
    return idleLimit(tx);
  });
  expect([frozen, await idleLimit(consoleDb())]).toEqual(["2min", "10s"]);
});

it("who waits for a connection that others use waits longer than for a database that does not answer", async () => {
  const { DATABASE_URL } = process.env;
  const pool = new pg.Pool(poolOptions(DATABASE_URL ?? "", "test", { max: 1, statementMs: seconds(5) }));
  const slow = pool.query("SELECT pg_sleep(4)");
  await expect(pool.query("SELECT 1 AS one")).resolves.toMatchObject({ rows: [{ one: 1 }] });
  await slow;
  await pool.end();
});

it("a database that takes a connection and says nothing is given up as its trouble", async () => {
  const silence = createServer().listen(0, "127.0.0.1");
  await once(silence, "listening");
  const { port } = silence.address() as AddressInfo;
  const url = `postgresql://nobody@127.0.0.1:${port}/nothing`;
  const options = poolOptions(url, "test", { max: 1, statementMs: seconds(5) });
  const client = new PrismaClient({ adapter: new PrismaPg(options) });
  const tookMs = stopwatch();
  const error: unknown = await client.$queryRaw`SELECT 1 AS one`.catch((thrown: unknown) => thrown);
  expect(isDatabaseTrouble(error)).toBe(true);
  // Sooner than who waits for a connection: eight seconds.
  expect(tookMs()).toBeLessThan(seconds(7));
  await client.$disconnect();
  silence.close();
});
