import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { closeDatabases } from "@/lib/core/db";
import { exportLines, openExport } from "@/lib/record/queries/export";
import { readChain } from "@/lib/record/queries/read-chain";
import { readCheckpoints } from "@/lib/record/queries/read-checkpoints";
import { verifyChain } from "@/lib/record/rules/verify-chain";
import type { Verification } from "@/lib/record/shapes";

const usage = `npm run record:verify                    verifies the record in the database and its checkpoints
npm run record:verify -- --export FILE   verifies an exported record, without the database
npm run record:verify -- --write FILE    writes the record with its checkpoints to FILE, to be verified elsewhere
                        --json           answers in JSON
Needs RECORD_HMAC_KEY, RECORD_SIGNING_KEY and, unless --export, DATABASE_URL and RECORD_CHECKPOINT_DIR. Keys that were replaced stand in
RECORD_HMAC_KEYS_BEFORE (between spaces) and RECORD_SIGNING_KEYS_BEFORE (PEM after PEM), oldest first.
Exit code 0: intact. 1: not intact. 2: could not be verified.`;

const olderBackup = `Either rows were cut off, or this database was restored from a backup that is older than the newest checkpoint:
docs/operating.md, "Backup and restore", says what to do then.`;

function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return given(name);
}

const given = (name: string): string => (process.env[name] ?? "").replaceAll("\\n", "\n");
const replacedKeys = (): string[] => given("RECORD_HMAC_KEYS_BEFORE").split(/\s+/).filter(Boolean);
const replacedPems = (): string[] =>
  given("RECORD_SIGNING_KEYS_BEFORE").match(/-----BEGIN [\s\S]+?-----END [^-]+-----/g) ?? [];

async function verify(file: string | undefined): Promise<Verification> {
  const keys = {
    hmacKey: need("RECORD_HMAC_KEY"),
    checkpointKeyPem: need("RECORD_SIGNING_KEY"),
    before: { hmacKeys: replacedKeys(), checkpointKeyPems: replacedPems() },
  };
  if (file === undefined) return verifyChain(readChain(), await readCheckpoints(), keys);
  const { rows, checkpoints } = openExport(file);
  return verifyChain(rows, await checkpoints, keys);
}

async function write(file: string): Promise<void> {
  const out = createWriteStream(file, { mode: 0o600, flags: "wx" });
  for await (const line of exportLines()) if (!out.write(line)) await once(out, "drain");
  out.end();
  await once(out, "finish");
}

function say({ verdict, rows, checkpoints, firstBadSeq, detail }: Verification): string {
  if (verdict === "intact") return `The record is intact: ${rows} rows, ${checkpoints} signed checkpoints.`;
  const found = `The record is NOT intact: ${verdict} at row ${firstBadSeq ?? "?"} (${detail}).`;
  return verdict === "tail_missing" ? `${found}\n${olderBackup}` : found;
}

try {
  const { values } = parseArgs({
    options: {
      export: { type: "string" },
      write: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) console.log(usage);
  else if (values.write) {
    await write(values.write);
    console.log(`Written to ${values.write}.`);
  } else {
    const found = await verify(values.export);
    console.log(values.json ? JSON.stringify(found) : say(found));
    process.exitCode = found.verdict === "intact" ? 0 : 1;
  }
} catch (error) {
  console.error(`The record could not be verified: ${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
} finally {
  await closeDatabases();
}
