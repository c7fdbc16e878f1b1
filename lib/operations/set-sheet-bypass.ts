import "server-only";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { findOwnEnrolment } from "@/lib/bypass/queries/list-holders";
import { pinFault } from "@/lib/bypass/rules/pin";
import { committed } from "@/lib/bypass/rules/pin-commitment";
import { codeBytes, codesPerSheet, printedCode } from "@/lib/bypass/rules/recovery-code";
import { codeHash, newSalt, pinHash } from "@/lib/bypass/rules/secrets";
import { type ConfidedPin, confidedPin, enrolmentId, pinCommitment } from "@/lib/bypass/shapes";
import { replaceSheet } from "@/lib/bypass/writes/enrolments";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, type Phrase, settingsBlast } from "./define";
import { tellOfEnrolment } from "./perform/tell-of-bypass";

const target = z.strictObject({ id: enrolmentId });

/** Whether that is the PIN which the stored request, and with it the proof, is about. */
function isCommitted(given: ConfidedPin, commitment: string): boolean {
  const [made, wanted] = [createHash("sha256").update(committed(given)).digest(), Buffer.from(commitment, "base64url")];
  return made.length === wanted.length && timingSafeEqual(made, wanted);
}

/**
 * A new sheet of one's own: a PIN, and ten printed codes that each serve once. The request holds a commitment to the PIN; the PIN
 * itself is confided with the confirmation, the codes are made then, handed out once, and kept as hashes.
 * @refuses not_enrolled, pin_not_committed, pin_guessable, target_changed
 * @source design: access §6
 */
export const setSheetBypass = defineOperation({
  name: "bypass.set-sheet",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "console",
  input: z.strictObject({ commitment: pinCommitment }),
  confided: confidedPin,

  async preview({ actor }) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const own = await findOwnEnrolment(actor);
    if (!own) return refuse("not_enrolled"); // guard: own-enrolment
    const lines: Phrase[] = [
      { key: "enrolments.sheet.ten", values: { count: codesPerSheet } },
      { key: "enrolments.sheet.pinKept" },
      own.codesLeft === null
        ? { key: "enrolments.sheet.first" }
        : { key: "enrolments.sheet.replaces", values: { count: own.codesLeft } },
    ];
    return ok({
      subject: actor.name,
      blast: { ...settingsBlast, people: 1 },
      lines,
      warnings: [],
      reversible: false,
      fingerprint: `${own.enrolmentId} ${own.sheetAt}`,
      target: { id: own.enrolmentId },
    });
  },

  async run({ actor, tx, confided, requestId }, { commitment }, frozen) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const given = confidedPin.parse(confided);
    if (!isCommitted(given, commitment)) return refuse("pin_not_committed"); // guard: pin-commitment
    if (pinFault(given.pin) !== null) return refuse("pin_guessable"); // guard: pin-guessable
    const [codes, codeSalt] = [
      Array.from({ length: codesPerSheet }, () => printedCode(randomBytes(codeBytes))),
      newSalt(),
    ];
    const codeHashes = await Promise.all(codes.map((code) => codeHash(code, codeSalt)));
    const sheet = { enrolmentId: target.parse(frozen).id, pinHash: await pinHash(given.pin), codeSalt, codeHashes };
    if (!(await replaceSheet(tx, sheet))) return refuse("not_enrolled");
    await tellOfEnrolment(tx, "bypass.sheet", { id: actor.personId, name: actor.name }, requestId ?? sheet.enrolmentId);
    return ok({
      summary: { key: "enrolments.sheet.done" },
      href: "/bypass",
      facts: { enrolmentId: sheet.enrolmentId, codes: codes.length },
      handed: { codes },
    });
  },
});
