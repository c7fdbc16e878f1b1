import { writeFileSync } from "node:fs";
import { tokenScopes } from "../lib/access/policy";
import { tokenHash } from "../lib/access/token";
import { closeDatabases, consoleDb } from "../lib/core/db";
import { env } from "../lib/core/env";

/** In whose name the sandbox's programs call. */
const owner = { email: "mina@ops.example", role: "responder" };
const goodForDays = 365;

// A token that lies in a file is its person's to whoever reads it. In a sandbox that is its purpose.
if (!env().SALLYPORT_SANDBOX) stop("Tokens are seeded in a sandbox and nowhere else: set SALLYPORT_SANDBOX=1.");
const [file] = process.argv.slice(2);
if (!file) stop("Name the file that says that they were seeded.");

const tokens = tokenScopes.map((scope) => {
  const token = process.env[`SANDBOX_${scope.toUpperCase()}_TOKEN`] ?? "";
  if (token.length < 40) stop(`Set SANDBOX_${scope.toUpperCase()}_TOKEN.`);
  return { scope, name: `Sandbox, ${scope}`, secretHash: tokenHash(token) };
});
const { email, role } = owner;
const names = await consoleDb().$transaction(async (tx) => {
  const person = await tx.person.upsert({ where: { email }, create: { email, name: email }, update: {} });
  await tx.roleSnapshot.upsert({
    where: { personId: person.id },
    create: { personId: person.id, roles: [role] },
    update: {},
  });
  const expiresAt = new Date(Date.now() + goodForDays * 86_400_000);
  const data = tokens.map((token) => ({ ...token, personId: person.id, expiresAt }));
  // Once: what people revoked since stays revoked.
  await tx.apiToken.createMany({ data, skipDuplicates: true });
  return data.map(({ name }) => name);
});
writeFileSync(file, `${JSON.stringify(names)}\n`, { mode: 0o600 });
await closeDatabases();

function stop(sentence: string): never {
  console.error(`Not seeded. ${sentence}`);
  process.exit(1);
}
