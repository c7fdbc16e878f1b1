import "server-only";
import { randomBytes } from "node:crypto";
import { mintCeremony, visitor } from "@/lib/access/actor";
import { agentFamily } from "@/lib/access/agent-family";
import { grantSecretHash } from "@/lib/access/grant";
import { countFailures } from "@/lib/bypass/queries/count-failures";
import { type Candidate, findCandidate } from "@/lib/bypass/queries/find-candidate";
import { readiness } from "@/lib/bypass/queries/readiness";
import { mayTryCode, openerOf, wishDigest } from "@/lib/bypass/rules/ceremony";
import { countedAs } from "@/lib/bypass/rules/secrets";
import { liveGrantsLimit, type Opener, type Opening, roleMaxAgeDays } from "@/lib/bypass/shapes";
import { type Attempt, holdAttempts, keepAttempt } from "@/lib/bypass/writes/attempts";
import { countLiveGrants, findOpenGrantOf, holdTheDoor, openGrant } from "@/lib/bypass/writes/grants";
import { spendCode } from "@/lib/bypass/writes/spend-code";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { type Refusal, Refused, type Result, settled } from "@/lib/core/errors";
import { appendToNamed } from "@/lib/incidents/writes/append-entry";
import { incidentOfOpening } from "@/lib/incidents/writes/incident-of-opening";
import { consoleClerk } from "@/lib/triage/queries/console-clerk";
import { type About, answering, record, recordRefusal } from "./account";
import { closeGrant } from "./close-grant";
import { judgePasskey } from "./spend-passkey";
import { tellOfOpening, tellOfRefusedOpening } from "./tell-of-bypass";
import { transact } from "./transact";

/** Where an attempt comes from: its network address, as far as it is known, and its User-Agent. */
export type Whence = { address: string; agent: string | null };

/** `secret` goes into the cookie and nowhere else. */
export type Opened = { grantId: string; secret: string; expiresAt: Date; drill: boolean };

/**
 * The ceremony: one person's own factor opens the console for that person without Clerk. Factor, gates, grant, record and the notices
 * to every admin are one transaction; what refuses it is counted, recorded and told as well.
 * @refuses bypass_refused for whatever is wrong with the person, the code, the PIN or the passkey; bypass_limited, bypass_not_open,
 * bypass_not_armed, bypass_role_stale, bypass_full, record_unavailable
 */
export async function openBypass(ref: string, ask: Opening, from: Whence): Promise<Result<Opened>> {
  return answering(ref, async () => {
    const key = env().GRANT_SIGNING_KEY;
    const email = ask.email.toLowerCase();
    const seen = { emailHash: countedAs(email, key), addressHash: countedAs(from.address, key) };
    const opened = await transact((tx) => opening(tx, { ask: { ...ask, email }, from, seen, ref }));
    if (opened.ok) return opened;
    return refused({ ask: { ...ask, email }, from, seen, ref }, opened.refusal);
  });
}

type Try = { ask: Opening; from: Whence; seen: Pick<Attempt, "emailHash" | "addressHash">; ref: string };

async function opening(tx: ConsoleTransaction, { ask, from, seen, ref }: Try): Promise<Opened> {
  await holdAttempts(tx, seen);
  if (ask.factor.kind === "code") orThrow(mayTryCode(await countFailures(tx, seen))); // guard: opening-limit
  const candidate = await findCandidate(tx, ask.email);
  const proof = await proven(tx, ask, candidate);
  if (!candidate || !proof) throw new Refused({ code: "bypass_refused" }); // guard: opening-factor
  const opener = await gates(ask, candidate);
  await holdTheDoor(tx);
  const { personId } = candidate;
  if (opener !== "drill" && (await countLiveGrants(tx, personId)) >= liveGrantsLimit)
    throw new Refused({ code: "bypass_full" }); // guard: live-grants
  const earlier = await findOpenGrantOf(tx, personId);
  if (earlier) await closeGrant(tx, { id: earlier, because: "replaced", endedBy: personId });
  return open(tx, { ask, from, seen, ref }, { candidate, opener, proof });
}

type Passed = { candidate: Candidate; opener: Opener; proof: Proof };

async function open(
  tx: ConsoleTransaction,
  { ask, from, seen, ref }: Try,
  { candidate, opener, proof }: Passed,
): Promise<Opened> {
  const { personId, name, enrolmentId, roles } = candidate;
  const { id, reason } = ask;
  const drill = opener === "drill";
  const incident = drill ? null : (ask.incident ?? (await incidentOfOpening(tx, { title: reason, personId, opener })));
  const secret = randomBytes(32).toString("base64url");
  const grant = { id, personId, enrolmentId, roles, factor: ask.factor.kind, opener, reason, incident };
  const expiresAt = await openGrant(tx, {
    ...grant,
    secretHash: grantSecretHash(secret),
    agentFamily: agentFamily(from.agent),
  });
  if (!expiresAt) throw new Refused({ code: "bypass_refused" });
  await keepAttempt(tx, { ...seen, personId, factor: ask.factor.kind, outcome: "opened" });
  await appendToNamed(tx, incident, { kind: "grant_opened", values: { who: name }, personId });
  await tellOfOpening(tx, { ...grant, who: name, drill });
  const actor = mintCeremony(personId, name);
  const about: About = { ...aboutOpening(ask, ref), digest: wishDigest(wishOf(ask)), incident };
  if (proof.facts) await record(tx, actor, about, { kind: "proof", facts: proof.facts });
  await record(tx, actor, about, { kind: "intent", facts: { opener, proof: ask.factor.kind } });
  await record(tx, actor, about, { kind: "outcome", facts: { expiresAt: expiresAt.toISOString(), roles } });
  return { grantId: id, secret, expiresAt, drill };
}

type Proof = { facts: Parameters<typeof record>[3]["facts"] | null };

/** Whether the person's own factor holds. Nothing is said of why not, and nothing is quicker for somebody who is not enrolled. */
async function proven(tx: ConsoleTransaction, ask: Opening, candidate: Candidate | null): Promise<Proof | null> {
  const { factor, id } = ask;
  const personId = candidate?.personId ?? null;
  if (factor.kind === "code")
    return (await spendCode(tx, { ...factor, personId, usedFor: id })) ? { facts: null } : null;
  if (!candidate) return null;
  const digest = wishDigest(wishOf(ask));
  const signed = await settled(() => judgePasskey(tx, candidate, { requestId: id, digest, purpose: "open" }, factor));
  return signed.ok ? { facts: signed.value.facts } : null;
}

/** What has to hold besides the person's factor. */
async function gates(ask: Opening, { roles, roleAgeDays, drilling }: Candidate): Promise<Opener> {
  const clerk = await consoleClerk();
  const failingSeconds = clerk.state === "failing" ? clerk.forSeconds : null;
  const drill = ask.drill && drilling;
  const opener = openerOf({ failingSeconds, flag: env().CLERK_EMERGENCY_BYPASS, override: ask.override, drill });
  if (!opener) throw new Refused({ code: "bypass_not_open" }); // guard: opener
  if (opener !== "drill" && !(await readiness()).armed) throw new Refused({ code: "bypass_not_armed" }); // guard: armed
  if (roleAgeDays === null || roleAgeDays > roleMaxAgeDays) throw new Refused({ code: "bypass_role_stale" }); // guard: role-age
  if (!roles.some((role) => role !== "manager")) throw new Refused({ code: "bypass_refused" }); // guard: opening-role
  return opener;
}

/** Counted, told and recorded: an attempt that nobody hears of would be the attacker's friend. */
async function refused({ ask, seen, ref }: Try, refusal: Refusal): Promise<{ ok: false; refusal: Refusal }> {
  const told = await settled(() =>
    consoleDb().$transaction(async (tx) => {
      const candidate = await findCandidate(tx, ask.email);
      const personId = candidate?.personId ?? null;
      const attemptId = await keepAttempt(tx, { ...seen, personId, factor: ask.factor.kind, outcome: refusal.code });
      const who = candidate?.name ?? null;
      await tellOfRefusedOpening(tx, { attemptId, who, code: refusal.code });
      return personId;
    }),
  );
  const personId = told.ok ? told.value : null;
  return recordRefusal(visitor(refusal, { personId }), aboutOpening(ask, ref), refusal);
}

const aboutOpening = ({ id, reason, incident }: Opening, ref: string): About => ({
  operation: "bypass.open",
  ref,
  requestId: id,
  reason,
  incident,
});

const wishOf = ({ factor: _factor, ...wish }: Opening): Parameters<typeof wishDigest>[0] => wish;

function orThrow(result: Result<true>): void {
  if (!result.ok) throw new Refused(result.refusal);
}
