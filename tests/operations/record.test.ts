import { randomUUID } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/system";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { performRoutine } from "@/lib/operations/perform/routine";
import { readChain } from "@/lib/record/queries/read-chain";
import { readCheckpoints } from "@/lib/record/queries/read-checkpoints";
import { macOf } from "@/lib/record/rules/seal";
import { verifyChain } from "@/lib/record/rules/verify-chain";
import type { RecordEntry, StoredRecord, Verification } from "@/lib/record/shapes";
import { appendRecord } from "@/lib/record/writes/append";
import { codeOf, newRef } from "../support/acts";
import { openPool } from "../support/databases";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { mina, sol } from "../support/people";
import { recordedKinds, whileRecordIsShut } from "../support/record";

let own: OwnConsole;
let manager: PersonActor;
let responder: PersonActor;

beforeAll(async () => {
  own = await enterOwnConsole();
  manager = await (await sol()).actor();
  responder = await (await mina()).actor();
  for (const theme of ["dark", "light", "system", "dark", "light", "system"]) await choose({ theme });
  expect(await checkpoint()).toBe("ok");
});
afterAll(() => own.close());

async function choose({ actor = manager, theme = "dark", ref = newRef() } = {}): Promise<string> {
  const input = { language: "en", theme, timeZone: "UTC" };
  return codeOf(await performRoutine(actor, ref, { operation: "person.set-preferences", input }));
}

const checkpoint = async () =>
  codeOf(await performRoutine(systemActor(), newRef(), { operation: "record.checkpoint", input: {} }));

async function verify(): Promise<Verification> {
  const { RECORD_HMAC_KEY: hmacKey = "", RECORD_SIGNING_KEY: checkpointKeyPem = "" } = own.env;
  return verifyChain(readChain(), await readCheckpoints(), { hmacKey, checkpointKeyPem });
}

async function rowsNow(): Promise<StoredRecord[]> {
  const rows: StoredRecord[] = [];
  for await (const row of readChain()) rows.push(row);
  return rows;
}

describe("the console's own role", () => {
  const forbidden = [
    "UPDATE record SET kind = 'outcome'",
    "UPDATE record SET recorded_at = now() WHERE seq = 1",
    "DELETE FROM record WHERE seq = 1",
    "TRUNCATE record",
    "ALTER TABLE record DISABLE TRIGGER record_append_only",
    "DROP TRIGGER record_append_only ON record",
    "DROP TABLE record",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "GRANT UPDATE ON record TO sallyport_app",
  ];
  it.each(forbidden)("may not: %s", async (statement) => {
    const app = openPool(own.env.DATABASE_URL ?? "");
    const before = await rowsNow();
    const outcome = await app.query(statement).catch((error: { code?: string }) => error);
    await app.end();
    // A GRANT that one has no right to is only a warning.
    expect(outcome).toMatchObject(statement.startsWith("GRANT") ? { command: "GRANT" } : { code: "42501" });
    expect(await rowsNow()).toEqual(before);
    expect(await mayUpdate()).toBe(false);
  });

  it.each(forbidden.slice(0, 4))("is not the only one that may not: nor may the owner: %s", async (statement) => {
    await expect(own.owner.query(statement)).rejects.toMatchObject({
      code: "42501",
      message: "the record is append-only",
    });
  });

  async function mayUpdate(): Promise<boolean> {
    const { rows } = await own.owner.query<{ may: boolean }>(
      "SELECT has_table_privilege('sallyport_app', 'record', 'UPDATE') AS may",
    );
    return rows[0]?.may === true;
  }
});

describe("appending", () => {
  const entry = (ref: string): RecordEntry => ({
    kind: "system",
    operation: "worker.beat",
    actor: { kind: "system", workerId: "test" },
    requestId: null,
    digest: null,
    ref,
    reason: null,
    incident: null,
    code: null,
    facts: {},
  });
  const append = (work?: (tx: ConsoleTransaction) => Promise<void>) =>
    consoleDb().$transaction(async (tx) => {
      const seq = await appendRecord(tx, entry(newRef()));
      await work?.(tx);
      return seq;
    });

  it("from many at once leaves no gap, no double and no step back in time", async () => {
    const before = (await rowsNow()).length;
    const lane = async () => {
      for (let turn = 0; turn < 20; turn += 1) await append();
    };
    await Promise.all(Array.from({ length: 10 }, lane));
    const rows = await rowsNow();
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: before + 200 }, (_, index) => BigInt(index + 1)));
    expect(rows.map(({ recordedAt }) => recordedAt)).toEqual(rows.map(({ recordedAt }) => recordedAt).toSorted());
    expect(await verify()).toMatchObject({ verdict: "intact", rows: before + 200 });
  });

  it("that is rolled back leaves no gap either", async () => {
    const before = (await rowsNow()).length;
    const fails = () => append(() => Promise.reject(new Error("rolled back"))).catch((error: Error) => error.message);
    const ended = await Promise.all([append(), fails(), append(), fails(), fails(), append()]);
    expect(ended.filter((end) => end === "rolled back")).toHaveLength(3);
    expect((await rowsNow()).map(({ seq }) => seq).at(-1)).toBe(BigInt(before + 3));
    expect(await verify()).toMatchObject({ verdict: "intact", rows: before + 3 });
  });

  it("is signed every hundred rows, where the database can't reach", async () => {
    const size = (await rowsNow()).length;
    expect(await checkpoint()).toBe("ok");
    expect((await readCheckpoints()).at(-1)?.size).toBe(size);
    await append();
    expect(await checkpoint()).toBe("ok");
    expect((await readCheckpoints()).at(-1)?.size).toBe(size);
  });

  it("that is impossible stops the act: nothing is chosen, and the next one goes through", async () => {
    const chosen = () => own.owner.query("SELECT theme FROM preferences WHERE person_id = $1", [responder.personId]);
    expect(await choose({ actor: responder, theme: "light" })).toBe("ok");
    const ref = newRef();
    const code = await whileRecordIsShut(own, () => choose({ actor: responder, theme: "dark", ref }));
    expect(["record_unavailable", "console_database_unreachable"]).toContain(code);
    expect((await chosen()).rows).toEqual([{ theme: "light" }]);
    expect(await recordedKinds(own.owner, ref)).toEqual([]);
    expect(await choose({ actor: responder, theme: "dark" })).toBe("ok");
  });
});

describe("somebody who owns the database is caught", () => {
  beforeEach(async () => {
    await own.owner.query("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS TABLE record");
    expect(await verify()).toMatchObject({ verdict: "intact" });
  });

  /** Opens the second lock, meddles, and looks what verification says; then puts everything back. */
  async function verdictAfter(...meddling: string[]): Promise<[string, string | null]> {
    const behindTheLock = (statements: string[]) =>
      own.owner.query(
        [
          "BEGIN",
          "ALTER TABLE record DISABLE TRIGGER USER",
          ...statements,
          "ALTER TABLE record ENABLE TRIGGER USER",
          "COMMIT",
        ].join(";"),
      );
    await behindTheLock(meddling);
    const { verdict, firstBadSeq } = await verify();
    await behindTheLock(["DELETE FROM record", "INSERT INTO record SELECT * FROM kept"]);
    return [verdict, firstBadSeq];
  }

  const copyOf = (seq: number, as: number) =>
    `INSERT INTO record SELECT ${as}, recorded_at, kind, operation, person_id, request_id, entry, mac FROM kept WHERE seq = ${seq}`;
  const cases: [string, string[], string, string][] = [
    [
      "edits one byte",
      ['UPDATE record SET entry = replace(entry, \'"theme":"dark"\', \'"theme":"Dark"\') WHERE seq = 2'],
      "edited",
      "2",
    ],
    [
      "edits one byte of a seal",
      ["UPDATE record SET mac = set_byte(mac, 0, get_byte(mac, 0) # 1) WHERE seq = 5"],
      "edited",
      "5",
    ],
    ["deletes a row in the middle", ["DELETE FROM record WHERE seq = 4"], "missing", "4"],
    ["deletes the first row", ["DELETE FROM record WHERE seq = 1"], "missing", "1"],
    [
      "inserts a row that was never written",
      ["UPDATE record SET seq = -seq WHERE seq > 4", "UPDATE record SET seq = 1 - seq WHERE seq < 0", copyOf(4, 5)],
      "out_of_order",
      "5",
    ],
    [
      "swaps two rows",
      [
        "UPDATE record SET seq = 0 WHERE seq = 3",
        "UPDATE record SET seq = 3 WHERE seq = 4",
        "UPDATE record SET seq = 4 WHERE seq = 0",
      ],
      "out_of_order",
      "3",
    ],
    [
      "changes the time alone",
      ["UPDATE record SET recorded_at = recorded_at + interval '1 microsecond' WHERE seq = 6"],
      "column_changed",
      "6",
    ],
    [
      "says that somebody else did it",
      [`UPDATE record SET person_id = '${randomUUID()}' WHERE seq = 7`],
      "column_changed",
      "7",
    ],
    ["renames what was done", ["UPDATE record SET operation = 'worker.beat' WHERE seq = 7"], "column_changed", "7"],
  ];
  it.each(cases)("who %s", async (_what, meddling, verdict, seq) => {
    expect(await verdictAfter(...meddling)).toEqual([verdict, seq]);
  });

  it("who cuts off the tail", async () => {
    const { size } = (await readCheckpoints()).at(-1) ?? { size: 0 };
    expect(await verdictAfter(`DELETE FROM record WHERE seq > ${size - 2}`)).toEqual(["tail_missing", `${size - 1}`]);
  });

  it("who rewrites history and holds the key of the seals, but not that of the checkpoints", async () => {
    const rewritten = rewrite(await rowsNow(), own.env.RECORD_HMAC_KEY ?? "");
    const first = (await readCheckpoints())[0]?.size;
    expect(await verdictAfter(...rewritten)).toEqual(["history_replaced", `${first}`]);
  });

  it("who rewrites history with a key of their own", async () => {
    expect(await verdictAfter(...rewrite(await rowsNow(), "a key of somebody's own, 32 characters"))).toEqual([
      "edited",
      "2",
    ]);
  });

  it("who edits a checkpoint", async () => {
    const folder = own.env.RECORD_CHECKPOINT_DIR ?? "";
    const [name = ""] = (await readdir(folder)).toSorted();
    const file = path.join(folder, name);
    const signed = await readFile(file, "utf8");
    await writeFile(
      file,
      signed.replace(/"size":(\d+)/, (_text, size: string) => `"size":${Number(size) - 1}`),
    );
    const { verdict } = await verify();
    await writeFile(file, signed);
    expect(verdict).toBe("checkpoint_forged");
  });

  /** The whole chain anew from the second row on, in which the manager chose something else. */
  function rewrite(rows: StoredRecord[], key: string): string[] {
    let previous = Buffer.from(rows[0]?.mac ?? []).toString("hex");
    return rows.slice(1).map(({ seq, entry }) => {
      const sealed = { ...(JSON.parse(entry) as Record<string, unknown>), previous };
      const text = JSON.stringify(seq === 2n ? { ...sealed, facts: { theme: "none" } } : sealed);
      previous = macOf(text, key).toString("hex");
      return `UPDATE record SET entry = '${text.replaceAll("'", "''")}', mac = '\\x${previous}' WHERE seq = ${seq}`;
    });
  }
});
