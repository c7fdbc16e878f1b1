import { z } from "zod";
import { checkAssertion } from "@/lib/passkeys/rules/check-assertion";
import type { ProofPurpose } from "@/lib/passkeys/rules/proof-challenge";
import type { StoredRecord, Verdict } from "../shapes";

const actor = z.object({ kind: z.enum(["person", "grant", "ceremony"]), personId: z.string() });

const enrolment = z.object({ actor, facts: z.object({ passkeyId: z.string(), publicKey: z.string() }) });
const removal = z.object({ facts: z.object({ passkeyId: z.string() }) });

const proof = z.object({
  actor,
  requestId: z.string(),
  digest: z.string(),
  facts: z.object({
    purpose: z.enum(["request", "approve", "deny", "open"]),
    passkeyId: z.string(),
    issuedAt: z.string(),
    origin: z.string(),
    publicKey: z.string(),
    authenticatorData: z.string(),
    clientDataJSON: z.string(),
    signature: z.string(),
  }),
});

/** What ran or was decided on the word of a passkey. */
const leaning = z.object({ actor, requestId: z.string(), facts: z.object({ proof: z.literal("passkey") }) });
const decision = z.object({ facts: z.object({ decision: z.enum(["approved", "denied"]) }) });

type Fault = { verdict: Verdict; detail: string };
const invalid = (detail: string): Fault => ({ verdict: "assertion_invalid", detail });
const place = (purpose: ProofPurpose, requestId: string, personId: string): string =>
  `${purpose} ${requestId} ${personId}`;

/**
 * Walks along with the record and judges what passkeys signed: the key was enrolled by that person in an earlier row and not removed
 * since, it signed exactly this request for this purpose, nothing counts twice, and whatever leans on a passkey has its proof before
 * it. Nothing is asked of a database or of a library.
 */
export class ProofJudge {
  readonly #keys = new Map<string, { personId: string; publicKey: string }>();
  readonly #spent = new Set<string>();
  readonly #given = new Set<string>();

  /** @returns null when there is nothing wrong with the row */
  judge({ kind, operation, entry }: StoredRecord): Fault | null {
    if (kind === "outcome" && operation === "passkey.add") this.#enrol(JSON.parse(entry));
    if (kind === "outcome" && operation === "passkey.remove") this.#remove(JSON.parse(entry));
    if (kind === "intent" || kind === "decision") return this.#leans({ kind, operation }, JSON.parse(entry));
    return kind === "proof" ? this.#proof(JSON.parse(entry)) : null;
  }

  #enrol(row: unknown): void {
    const { data } = enrolment.safeParse(row);
    if (data) this.#keys.set(data.facts.passkeyId, { ...data.actor, publicKey: data.facts.publicKey });
  }

  #remove(row: unknown): void {
    const { data } = removal.safeParse(row);
    if (data) this.#keys.delete(data.facts.passkeyId);
  }

  #proof(row: unknown): Fault | null {
    const { data } = proof.safeParse(row);
    if (!data) return invalid("a proof without what was signed");
    const { requestId, digest, facts } = data;
    const { personId } = data.actor;
    const { purpose, issuedAt, origin } = facts;
    const key = this.#keys.get(facts.passkeyId);
    if (key?.personId !== personId) return invalid("the passkey is none that this person had then");
    if (key.publicKey !== facts.publicKey) return invalid("the key is not the one that was enrolled");
    const fault = checkAssertion(facts, { purpose, requestId, digest, personId, issuedAt, origin });
    if (fault) return invalid(`the passkey did not sign this: ${fault}`);
    const given = place(purpose, requestId, personId);
    if (this.#spent.has(`${given} ${issuedAt}`)) return invalid("what the passkey signed was used before");
    this.#spent.add(`${given} ${issuedAt}`);
    this.#given.add(given);
    return null;
  }

  #leans({ kind, operation }: { kind: "intent" | "decision"; operation: string }, row: unknown): Fault | null {
    const { data } = leaning.safeParse(row);
    if (!data) return null;
    const decided = decision.safeParse(row).data?.facts.decision;
    const asked = operation === "bypass.open" ? "open" : "request";
    const purpose = kind === "intent" ? asked : decided === "approved" ? "approve" : "deny";
    const given = this.#given.has(place(purpose, data.requestId, data.actor.personId));
    return given ? null : invalid("it leans on a passkey that signed nothing for it");
  }
}
