import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { codeBytes, codesPerSheet, printedCode } from "../lib/bypass/rules/recovery-code";
import { codeHash, newSalt, pinHash } from "../lib/bypass/rules/secrets";
import { closeDatabases, consoleDb } from "../lib/core/db";
import { env } from "../lib/core/env";

/** Who of the sandbox's people may come in without Clerk, by the role that its Clerk gives them; the first of them has drilled. */
const people = [
  { email: "jae@ops.example", role: "admin" },
  { email: "mina@ops.example", role: "responder" },
  { email: "ari@ops.example", role: "admin" },
] as const;
const pin = "731958";
const drilledDaysAgo = 10;

type Sheet = {
  email: string;
  role: string;
  enrolmentId: string;
  pin: string;
  pinHash: string;
  codeSalt: string;
  codes: { code: string; hash: string }[];
};

// A sheet that lies in a file lets anybody in who reads it. In a sandbox that is its purpose; anywhere else it is an open door.
if (!env().SALLYPORT_SANDBOX) stop("Sheets are seeded in a sandbox and nowhere else: set SALLYPORT_SANDBOX=1.");
const [file] = process.argv.slice(2);
if (!file) stop("Name the file that keeps the sheets.");

// Only the last step gives the file its name: a seeding that was cut short goes on with the codes that it had made.
const draft = `${file}.new`;
const sheets = existsSync(draft) ? (JSON.parse(readFileSync(draft, "utf8")) as Sheet[]) : await newSheets();
writeFileSync(draft, `${JSON.stringify(sheets, null, 2)}\n`, { mode: 0o600 });
for (const [place, sheet] of sheets.entries()) await enrol(sheet, place === 0 ? drilledDaysAgo : null);
renameSync(draft, file);
await closeDatabases();

async function newSheets(): Promise<Sheet[]> {
  const made: Sheet[] = [];
  for (const { email, role } of people) {
    const codeSalt = newSalt();
    const codes = Array.from({ length: codesPerSheet }, () => printedCode(randomBytes(codeBytes)));
    made.push({
      email,
      role,
      enrolmentId: randomUUID(),
      pin,
      pinHash: await pinHash(pin),
      codeSalt,
      codes: await Promise.all(codes.map(async (code) => ({ code, hash: await codeHash(code, codeSalt) }))),
    });
  }
  return made;
}

/** Once: what people used, renewed or struck since stays as they left it. */
async function enrol(sheet: Sheet, drilled: number | null): Promise<void> {
  const { email, role, enrolmentId, codeSalt } = sheet;
  await consoleDb().$transaction(async (tx) => {
    if ((await tx.bypassEnrolment.count({ where: { person: { email } } })) > 0) return;
    const person = await tx.person.upsert({ where: { email }, create: { email, name: email }, update: {} });
    await tx.roleSnapshot.upsert({
      where: { personId: person.id },
      create: { personId: person.id, roles: [role] },
      update: {},
    });
    const at = new Date();
    await tx.bypassEnrolment.create({
      data: {
        id: enrolmentId,
        personId: person.id,
        pinHash: sheet.pinHash,
        codeSalt,
        sheetAt: at,
        drilledAt: drilled === null ? null : new Date(at.getTime() - drilled * 86_400_000),
      },
    });
    await tx.bypassCode.createMany({ data: sheet.codes.map(({ hash }) => ({ enrolmentId, codeHash: hash })) });
  });
}

function stop(sentence: string): never {
  console.error(`Not seeded. ${sentence}`);
  process.exit(1);
}
