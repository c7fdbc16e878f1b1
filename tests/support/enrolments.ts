import { createHash, randomBytes } from "node:crypto";
import { committed } from "@/lib/bypass/rules/pin-commitment";
import { codeBytes, printedCode } from "@/lib/bypass/rules/recovery-code";
import { codeHash, newSalt, pinHash } from "@/lib/bypass/rules/secrets";
import type { Query } from "./reviews";

/** The PIN that tests give. */
export const somePin = "731958";

/** Enrols somebody, as if two admins had, in the place of whatever enrolment there was. @returns its id */
export async function enrolled(query: Query, personId: string): Promise<string> {
  await query("UPDATE bypass_enrolments SET ended_at = now() WHERE person_id = $1 AND ended_at IS NULL", [personId]);
  const [row] = await query<{ id: string }>(
    "INSERT INTO bypass_enrolments (id, person_id) VALUES (gen_random_uuid(), $1) RETURNING id::text",
    [personId],
  );
  return row?.id ?? "";
}

/** The person of that address, as an id. */
export async function personIdOf(query: Query, email: string): Promise<string> {
  const [row] = await query<{ id: string }>("SELECT id::text FROM people WHERE email = $1", [email]);
  if (!row) throw new Error(`${email} is nobody here`);
  return row.id;
}

/** Gives an enrolment a sheet. @returns its codes, as printed */
export async function giveSheet(
  query: Query,
  enrolmentId: string,
  { codes = 10, pin = somePin } = {},
): Promise<string[]> {
  const [salt, printed] = [newSalt(), Array.from({ length: codes }, () => printedCode(randomBytes(codeBytes)))];
  await query("UPDATE bypass_enrolments SET pin_hash = $2, code_salt = $3, sheet_at = now() WHERE id = $1", [
    enrolmentId,
    await pinHash(pin),
    salt,
  ]);
  for (const code of printed)
    await query("INSERT INTO bypass_codes (id, enrolment_id, code_hash) VALUES (gen_random_uuid(), $1, $2)", [
      enrolmentId,
      await codeHash(code, salt),
    ]);
  return printed;
}

/** What a browser asks for a sheet with, and what it confides when that is confirmed. */
export function sheetAsk(pin = somePin): { input: { commitment: string }; confided: { pin: string; opening: string } } {
  const confided = { pin, opening: randomBytes(32).toString("base64url") };
  const commitment = createHash("sha256").update(committed(confided)).digest("base64url");
  return { input: { commitment }, confided };
}

/** A break-glass grant of that enrolment, as if its person had come in. @returns its id */
export async function openedGrant(
  query: Query,
  enrolmentId: string,
  { drill = false, ended = false } = {},
): Promise<string> {
  const [row] = await query<{ id: string }>(
    `INSERT INTO bypass_grants (id, person_id, enrolment_id, secret_hash, roles, factor, opener, reason, agent_family, drill,
                                expires_at, ended_at, ended_because)
     SELECT gen_random_uuid(), person_id, id, repeat('0', 64), '{responder}', 'code', CASE WHEN $2 THEN 'drill' ELSE 'override' END,
            'Clerk is down.', 'Chrome', $2, now() + interval '1 hour', CASE WHEN $3 THEN now() END, CASE WHEN $3 THEN 'hand' END
       FROM bypass_enrolments WHERE id = $1 RETURNING id::text`,
    [enrolmentId, drill, ended],
  );
  return row?.id ?? "";
}

/** The review that is owed after a grant. */
export async function owedForGrant(query: Query, grantId: string, { late = false } = {}): Promise<void> {
  await query(
    `INSERT INTO reviews (id, subject_kind, subject_id, operation, subject, actor_id, due_at)
     SELECT gen_random_uuid(), 'grant', id, 'bypass.open', 'break-glass', person_id,
            now() + CASE WHEN $2 THEN interval '-1 minute' ELSE interval '1 day' END
       FROM bypass_grants WHERE id = $1`,
    [grantId, late],
  );
}

/** What the worker saw of the console's Clerk just now. */
export async function clerkSeen(query: Query, status: "ok" | "down"): Promise<void> {
  await query("DELETE FROM probe_samples", []);
  await query(
    "INSERT INTO probe_samples (probe, status, sampled_by, sampled_at) VALUES ('console_clerk', $1, 'test', now())",
    [status],
  );
}
