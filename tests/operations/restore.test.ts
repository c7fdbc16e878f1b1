import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { performRoutine } from "@/lib/operations/perform/routine";
import type { Verification } from "@/lib/record/shapes";
import { writeCheckpoint } from "@/lib/record/writes/checkpoint";
import { codeOf, newRef } from "../support/acts";
import { Backup } from "../support/backups";
import { inDatabase } from "../support/databases";
import { enterOwnConsole, type OwnConsole, typescript } from "../support/own-console";
import { sol } from "../support/people";
import { world } from "../support/world";

let own: OwnConsole;
let backup: Backup;
let elsewhere: string;
let rowsInBackup = 0;

beforeAll(async () => {
  own = await enterOwnConsole();
  elsewhere = await mkdtemp(path.join(tmpdir(), "sallyport-moved-"));
  await actions(4);
  rowsInBackup = (await writeCheckpoint({ always: true }))?.size ?? 0;
  backup = await Backup.take(own);
});
afterAll(async () => {
  await backup.discard();
  await own.close();
  await rm(elsewhere, { recursive: true, force: true });
});

/** Each is two rows of the record: what was meant, and how it ended. */
async function actions(count: number): Promise<void> {
  const manager = await (await sol()).actor();
  for (let each = 0; each < count; each += 1) {
    const input = { language: "en", theme: each % 2 ? "dark" : "light", timeZone: "UTC" };
    const ended = await performRoutine(manager, newRef(), { operation: "person.set-preferences", input });
    expect(codeOf(ended)).toBe("ok");
  }
}

type Ended = { code: number; said: string };

function run(file: string, args: string[] = [], more: Record<string, string> = {}): Promise<Ended> {
  const [node, script] = typescript(file);
  return new Promise((resolve) => {
    execFile(
      node,
      [...script, ...args],
      { env: { ...own.env, NODE_ENV: "production", ...more } },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, said: stdout + stderr }),
    );
  });
}

const verify = async (keys: Record<string, string> = {}): Promise<Verification> =>
  JSON.parse((await run("scripts/record-verify.ts", ["--json"], keys)).said) as Verification;

/** As the guide says: the database comes back, and migrating gives the app's role its rights again. */
async function restored(): Promise<void> {
  await backup.restore();
  const DATABASE_OWNER_URL = inDatabase(world().consoleOwnerUrl, new URL(own.env.DATABASE_URL ?? "").pathname.slice(1));
  const migrated = await run("scripts/migrate.ts", [], { DATABASE_OWNER_URL });
  expect(migrated).toEqual({ code: 0, said: "Nothing to migrate.\n" });
}

async function moveNewerCheckpointsAway(): Promise<number> {
  const folder = own.env.RECORD_CHECKPOINT_DIR ?? "";
  const newer = (await readdir(folder)).filter((name) => Number(/\d+/.exec(name)?.[0]) > rowsInBackup);
  for (const name of newer) await rename(path.join(folder, name), path.join(elsewhere, name));
  return newer.length;
}

describe("a console database that is restored from its backup", () => {
  it("verifies against the checkpoints of that time, and its record is written on", async () => {
    await restored();
    expect(await verify()).toMatchObject({ verdict: "intact", rows: rowsInBackup, checkpoints: 1 });
    await actions(2);
    expect(await verify()).toMatchObject({ verdict: "intact", rows: rowsInBackup + 4 });
  });

  it("is told from a whole one when it is older than the newest checkpoint, in words that name the case", async () => {
    await writeCheckpoint({ always: true });
    await restored();
    expect(await verify()).toMatchObject({
      verdict: "tail_missing",
      rows: rowsInBackup,
      checkpoints: 2,
      firstBadSeq: String(rowsInBackup + 1),
    });
    const { code, said } = await run("scripts/record-verify.ts");
    expect(code).toBe(1);
    expect(said).toContain("restored from a backup");
  });

  it("does not pass for whole by growing past what was signed", async () => {
    await actions(3);
    expect(await verify()).toMatchObject({ verdict: "history_replaced" });
  });

  it("verifies again once the newer checkpoints are moved away, and signs new ones", async () => {
    expect(await moveNewerCheckpointsAway()).toBe(1);
    expect(await verify()).toMatchObject({ verdict: "intact", rows: rowsInBackup + 6, checkpoints: 1 });
    expect(await writeCheckpoint({ always: true })).toMatchObject({ size: rowsInBackup + 6 });
    expect(await verify()).toMatchObject({ verdict: "intact", checkpoints: 2 });
  });
});

describe("a record whose keys were replaced", () => {
  const newPem = (): string =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

  it("verifies with the new keys once it is told the old ones, a PEM on one line included", async () => {
    const { RECORD_HMAC_KEY: sealedWith = "", RECORD_SIGNING_KEY: signedWith = "" } = own.env;
    const now = { RECORD_HMAC_KEY: "n".repeat(64), RECORD_SIGNING_KEY: newPem() };
    expect(await verify(now)).toMatchObject({ verdict: "checkpoint_forged" });
    const pems = { RECORD_SIGNING_KEYS_BEFORE: `${newPem()}${signedWith}`.replaceAll("\n", "\\n") };
    expect(await verify({ ...now, ...pems })).toMatchObject({ verdict: "edited", firstBadSeq: "1" });
    const keys = { RECORD_HMAC_KEYS_BEFORE: `${"x".repeat(64)} ${sealedWith}` };
    expect(await verify({ ...now, ...pems, ...keys })).toMatchObject({ verdict: "intact", checkpoints: 2 });
  });
});
