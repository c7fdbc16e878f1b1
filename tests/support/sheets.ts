import { readFileSync } from "node:fs";
import path from "node:path";
import { consoleRows } from "./rows";
import { world } from "./world";

type Sheet = {
  email: string;
  enrolmentId: string;
  pin: string;
  pinHash: string;
  codeSalt: string;
  codes: { code: string; hash: string }[];
};

let read: Sheet[] | undefined;

/** The break-glass sheets that this world's people have on paper. The first of them has drilled. */
function sheets(): Sheet[] {
  read ??= JSON.parse(readFileSync(path.join(world().stateFolder, "sheets.json"), "utf8")) as Sheet[];
  return read;
}

/** What somebody has on paper and in their head. */
export function sheetOf(email: string): { codes: string[]; pin: string } {
  const sheet = sheets().find((each) => each.email === email);
  if (!sheet) throw new Error(`${email} has no sheet in this world`);
  return { codes: sheet.codes.map(({ code }) => code), pin: sheet.pin };
}

/** Everybody enrolled as the world was seeded, every code unused, a drill ten days ago, nobody in, nothing owed. */
export async function restoreSheets(): Promise<void> {
  const seeded = sheets();
  const ids = seeded.map(({ enrolmentId }) => enrolmentId);
  await consoleRows("DELETE FROM reviews WHERE subject_kind = 'grant'");
  await consoleRows("UPDATE bypass_grants SET ended_at = now(), ended_because = 'hand' WHERE ended_at IS NULL");
  await consoleRows("UPDATE bypass_enrolments SET ended_at = now() WHERE ended_at IS NULL AND id <> ALL($1)", [ids]);
  for (const [place, { enrolmentId, pinHash, codeSalt, codes }] of seeded.entries()) {
    await consoleRows(
      `UPDATE bypass_enrolments SET ended_at = NULL, pin_hash = $2, code_salt = $3, sheet_at = coalesce(sheet_at, now()), drill_until = NULL,
              drilled_at = CASE WHEN $4 THEN now() - interval '10 days' END WHERE id = $1`,
      [enrolmentId, pinHash, codeSalt, place === 0],
    );
    await consoleRows("DELETE FROM bypass_codes WHERE enrolment_id = $1 AND code_hash <> ALL($2)", [
      enrolmentId,
      codes.map(({ hash }) => hash),
    ]);
    await consoleRows(
      "UPDATE bypass_codes SET used_at = NULL, used_for = NULL, voided_at = NULL WHERE enrolment_id = $1",
      [enrolmentId],
    );
  }
}
