import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { consoleDb } from "@/lib/core/db";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { decideRequest } from "@/lib/operations/perform/decide";
import { proveRequest } from "@/lib/operations/perform/prove";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { nonceOf } from "@/lib/requests/rules/nonce";
import { startRequest } from "@/lib/requests/writes/move-request";
import { codeOf, newRef, stored } from "../support/acts";
import { digestOf, granted, inventPeople, openQuorum, type Quorum } from "../support/approvals";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";

let own: OwnConsole;
let people: Quorum;
beforeAll(async () => {
  own = await enterOwnConsole();
  people = await openQuorum(own);
});
afterAll(() => own.close());

/** Jae asks. Ari is an admin by Clerk; Sol is a manager, and an admin by a grant of ours. */
type Name = "requester" | "approver" | "second";
const names: Name[] = ["requester", "approver", "second"];

/** What ought to be, in its simplest form. */
type Model = {
  state: "draft" | "awaiting_approval" | "ready" | "succeeded" | "unknown" | "denied" | "withdrawn" | "expired";
  proved: boolean;
  wasReady: boolean;
  decidedBy: Name | null;
  demoted: Set<Name>;
  timeIsOver: boolean;
  tampered: boolean;
};
type Real = { id: string; nonce: string; seen: string | null };
type Command = fc.AsyncCommand<Model, Real>;

const isOpen = ({ state }: Model): boolean => ["draft", "awaiting_approval", "ready"].includes(state);
const closedCode = ({ state }: Model): string => (state === "expired" ? "request_expired" : "request_wrong_state");
/** Without the admin role Jae and Ari are nobody here; Sol is a manager still. */
const strangerCode = (name: Name): string => (name === "second" ? "not_allowed" : "no_role");

const command = (name: string, run: Command["run"], check: (model: Model) => boolean = () => true): Command => ({
  check,
  run,
  toString: () => name,
});

/** Whoever looks at a request that was tampered with closes it. */
function noticed(model: Model): "digest_mismatch" {
  if (isOpen(model)) model.state = "denied";
  return "digest_mismatch";
}

async function askAnew(real: Real): Promise<void> {
  const input = { people: await inventPeople(own, 1), role: "manager" };
  const id = await stored(await people.requester.actor(), { operation: "person.grant-role", input });
  Object.assign(real, { id, nonce: "none", seen: null });
}

const fresh = (): Model => ({
  state: "draft",
  proved: false,
  wasReady: false,
  decidedBy: null,
  demoted: new Set(),
  timeIsOver: false,
  tampered: false,
});

const provePossible = (model: Model): string => {
  if (model.demoted.has("requester")) return "no_role";
  if (model.tampered) return noticed(model);
  if (model.state === "awaiting_approval" || !isOpen(model)) return closedCode(model);
  return model.timeIsOver ? "request_expired" : "ok";
};

const prove = command("prove", async (model, real) => {
  await people.requester.freshProof().catch(() => undefined);
  const answer = await proveRequest(await people.requester.identified(), newRef(), { id: real.id });
  expect(codeOf(answer)).toBe(provePossible(model));
  if (!answer.ok) return;
  if (model.state === "draft") model.state = "awaiting_approval";
  model.proved = true;
  if (answer.value.nonce) real.nonce = answer.value.nonce;
});

function decisionPossible(model: Model, name: Name, decision: "approve" | "deny"): string {
  if (model.demoted.has(name)) return strangerCode(name);
  if (model.tampered) return noticed(model);
  const said = decision === "approve" ? "ready" : "denied";
  if (model.decidedBy === name && model.state === said) return "ok";
  if (name === "requester") return "self_approval";
  if (model.state === "expired") return "request_expired";
  const waits = model.state === "awaiting_approval" || (decision === "deny" && model.state === "ready");
  return waits && !model.timeIsOver ? "ok" : "request_wrong_state";
}

const decision = (name: Name, decision: "approve" | "deny"): Command =>
  command(`${name}: ${decision}`, async (model, real) => {
    await people[name].freshProof().catch(() => undefined);
    const digest = await digestOf(own, real.id);
    const ask = { id: real.id, digest, decision, reason: "seen", proof: { kind: "clerk" } } as const;
    const expected = decisionPossible(model, name, decision);
    const answer = await decideRequest(await people[name].identified(), newRef(), ask);
    expect(codeOf(answer)).toBe(expected);
    if (!answer.ok) return;
    model.decidedBy = name;
    model.state = decision === "approve" ? "ready" : "denied";
    if (decision === "deny") return;
    model.wasReady = true;
    real.seen = digest;
    real.nonce = await trueNonce(real.id);
  });

/** The nonce as the console derives it: its requester may be nobody at the moment, and come back. */
async function trueNonce(id: string): Promise<string> {
  const request = await findStoredRequest(id);
  if (!request?.proofId) throw new Error("there is no proved request");
  return nonceOf({ id, digest: request.digest, proofId: request.proofId }, own.env.NONCE_KEY ?? "");
}

function runPossible(model: Model): string {
  if (model.demoted.has("requester")) return "no_role";
  if (model.tampered) return noticed(model);
  if (!model.wasReady) return "nonce_invalid";
  if (model.state === "succeeded" || model.state === "unknown") return "nonce_used";
  if (model.state === "expired") return "request_expired";
  if (model.state === "awaiting_approval") return "approval_missing";
  if (model.state !== "ready") return "request_wrong_state";
  if (model.decidedBy !== null && model.demoted.has(model.decidedBy)) return sentBack(model);
  return model.timeIsOver ? "request_expired" : "ok";
}

function sentBack(model: Model): string {
  Object.assign(model, { state: "awaiting_approval", decidedBy: null, timeIsOver: false });
  return "approval_missing";
}

const run = command("run", async (model, { id, nonce, seen }) => {
  const ref = newRef();
  const expected = runPossible(model);
  const answer = await confirmRequest(await people.requester.identified(), ref, { id, nonce });
  expect(codeOf(answer)).toBe(expected);
  if (!answer.ok) return;
  model.state = "succeeded";
  const { rows } = await own.owner.query<{ digest: string }>(
    "SELECT entry::jsonb ->> 'digest' AS digest FROM record WHERE entry::jsonb ->> 'ref' = $1 AND kind = 'intent'",
    [ref],
  );
  expect(rows).toEqual([{ digest: seen }]);
});

/** The worker dies after the intent: nothing of the act may stand, and nothing may run again. */
const crash = command(
  "crash while running",
  async (model, { id }) => {
    const request = await findStoredRequest(id);
    if (!request?.proofId) throw new Error("there is no proved request");
    const { digest, proofId } = request;
    expect(await consoleDb().$transaction((tx) => startRequest(tx, { id, digest, proofId }))).toBe(true);
    await own.owner.query("UPDATE action_requests SET started_at = now() - interval '2 minutes' WHERE id = $1", [id]);
    await sweepNow();
    model.state = "unknown";
  },
  (model) => model.state === "ready" && !model.timeIsOver && !model.tampered,
);

const sweepNow = () => performRoutine(systemActor(), newRef(), { operation: "request.sweep", input: {} });

const others: Command[] = [
  command("withdraw", async (model, { id }) => {
    const requester = await people.requester.identified();
    const answer = await performRoutine(requester, newRef(), { operation: "request.withdraw", input: { id } });
    const possible = isOpen(model) ? "ok" : "request_wrong_state";
    expect(codeOf(answer)).toBe(model.demoted.has("requester") ? "no_role" : possible);
    if (answer.ok) model.state = "withdrawn";
  }),
  command(
    "edit, which is to withdraw and ask anew",
    async (model, real) => {
      const requester = await people.requester.actor();
      await performRoutine(requester, newRef(), { operation: "request.withdraw", input: { id: real.id } });
      await askAnew(real);
      Object.assign(model, { ...fresh(), demoted: model.demoted });
    },
    ({ demoted }) => !demoted.has("requester"),
  ),
  command("let time run out", async (model, { id }) => {
    const past = "now() - interval '1 second'";
    await own.owner.query(
      `UPDATE action_requests SET execute_by = ${past}, approve_by = CASE WHEN approve_by IS NOT NULL THEN ${past} END WHERE id = $1`,
      [id],
    );
    model.timeIsOver = true;
  }),
  command("sweep", async (model) => {
    await sweepNow();
    if (isOpen(model) && model.timeIsOver) model.state = "expired";
  }),
  command("tamper", async (model, { id }) => {
    await own.owner.query("UPDATE action_requests SET reason = reason || '!' WHERE id = $1", [id]);
    model.tampered = true;
  }),
];

const rank = (name: Name): Command[] => [
  command(
    `demote ${name}`,
    async ({ demoted }) => {
      await own.owner.query(
        "INSERT INTO role_blocks (id, person_id, role) SELECT gen_random_uuid(), id, 'admin' FROM people WHERE email = $1",
        [people[name].email],
      );
      demoted.add(name);
    },
    ({ demoted }) => !demoted.has(name),
  ),
  command(
    `restore ${name}`,
    async ({ demoted }) => {
      await own.owner.query(
        "UPDATE role_blocks SET ended_at = now() WHERE person_id = (SELECT id FROM people WHERE email = $1)",
        [people[name].email],
      );
      demoted.delete(name);
    },
    ({ demoted }) => demoted.has(name),
  ),
];

const wanted: Command[] = [
  prove,
  prove,
  prove,
  decision("approver", "approve"),
  decision("second", "approve"),
  run,
  run,
];
const every: Command[] = [
  ...wanted,
  ...wanted,
  ...wanted,
  ...Array<Command>(5).fill(crash),
  ...others,
  ...others.slice(-3),
  ...names.flatMap((name) => [decision(name, "approve"), decision(name, "deny"), ...rank(name)]),
];

it("whatever people, time and crashes do to a grave request, it runs at most once, as it was shown, approved by another admin of that moment", async () => {
  const endings = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.commands(every.map(fc.constant), { maxCommands: 22, size: "max" }), async (sequence) => {
      await own.owner.query("UPDATE role_blocks SET ended_at = now() WHERE ended_at IS NULL");
      await own.owner.query("UPDATE action_requests SET state = 'withdrawn' WHERE state = 'awaiting_approval'");
      const real: Real = { id: "", nonce: "none", seen: null };
      await askAnew(real);
      const model = fresh();
      await fc.asyncModelRun(() => ({ model, real }), sequence);
      expect((await findStoredRequest(real.id))?.state).toBe(model.state);
      expect(await granted(own, real.id)).toBe(model.state === "succeeded" ? 1 : 0);
      endings.set(model.state, (endings.get(model.state) ?? 0) + 1);
    }),
    { numRuns: 80, seed: 20_261_122 },
  );
  expect([...endings.keys()]).toEqual(
    expect.arrayContaining(["succeeded", "denied", "unknown", "expired", "withdrawn"]),
  );
}, 240_000);
