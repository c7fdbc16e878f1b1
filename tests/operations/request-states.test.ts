import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/system";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { proveRequest } from "@/lib/operations/perform/prove";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { codeOf, newRef, stored } from "../support/acts";
import { Outbox } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { jae, mina, type Person } from "../support/people";

let own: OwnConsole;
let outbox: Outbox;
let responder: Person;
let stranger: PersonActor;
beforeAll(async () => {
  own = await enterOwnConsole();
  outbox = new Outbox();
  responder = await mina();
  stranger = await (await jae()).actor();
  await outbox.watchUpdates();
});
afterAll(async () => {
  await outbox.close();
  await own.close();
});

/** What ought to be, in its simplest form. */
type Model = {
  state: "draft" | "ready" | "succeeded" | "withdrawn" | "expired";
  proofs: number;
  timeIsOver: boolean;
  rowChanged: boolean;
};
type Real = { id: string; row: string; actor: PersonActor; nonces: string[]; spent: PersonActor[] };
type Command = fc.AsyncCommand<Model, Real>;

const isOpen = ({ state }: Model): boolean => state === "draft" || state === "ready";
const closedCode = ({ state }: Model): string => (state === "expired" ? "request_expired" : "request_wrong_state");

/** A command that may always come: what it does, and the code that the model expects of it. */
function command(
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  mayRun: (model: Model) => boolean = () => true,
): Command {
  return { check: mayRun, run, toString: () => name };
}

const [prove, confirm, ...others]: [Command, Command, ...Command[]] = [
  command("prove afresh", async (model, { id, nonces, spent }) => {
    const proof = await responder.freshProof();
    const proved = await proveRequest(proof, newRef(), { id });
    const expected = isOpen(model) ? (model.timeIsOver ? "request_expired" : "ok") : closedCode(model);
    expect(codeOf(proved)).toBe(expected);
    if (!proved.ok) return;
    Object.assign(model, { state: "ready", proofs: model.proofs + 1 });
    nonces.push(proved.value.nonce ?? "");
    spent.push(proof);
  }),
  command("confirm", async (model, { id, actor, nonces }) => {
    const answer = codeOf(await confirmRequest(actor, newRef(), { id, nonce: nonces.at(-1) ?? "none" }));
    expect(answer).toBe(confirmation(model));
    if (answer === "ok") model.state = "succeeded";
  }),
  command(
    "prove with a proof that was spent",
    async (model, { id, spent }) => {
      const again = await proveRequest(spent.at(-1) as PersonActor, newRef(), { id });
      expect(codeOf(again)).toBe(isOpen(model) ? "proof_already_used" : closedCode(model));
    },
    ({ proofs }) => proofs > 0,
  ),
  command(
    "confirm with the nonce of an older proof",
    async (_model, { id, actor, nonces }) => {
      expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce: nonces.at(-2) ?? "" }))).toBe("nonce_invalid");
    },
    ({ proofs }) => proofs > 1,
  ),
  command("confirm as somebody else", async (_model, { id, nonces }) => {
    expect(codeOf(await confirmRequest(stranger, newRef(), { id, nonce: nonces.at(-1) ?? "" }))).toBe("nonce_foreign");
  }),
  command("withdraw", async (model, { id, actor }) => {
    const answer = await performRoutine(actor, newRef(), { operation: "request.withdraw", input: { id } });
    expect(codeOf(answer)).toBe(isOpen(model) ? "ok" : "request_wrong_state");
    if (answer.ok) model.state = "withdrawn";
  }),
  command("let time run out", async (model, { id }) => {
    await own.owner.query("UPDATE action_requests SET execute_by = now() - interval '1 second' WHERE id = $1", [id]);
    model.timeIsOver = true;
  }),
  command("sweep", async (model) => {
    await performRoutine(systemActor(), newRef(), { operation: "request.sweep", input: {} });
    if (isOpen(model) && model.timeIsOver) model.state = "expired";
  }),
  command(
    "change the row",
    async (model, { row }) => {
      await outbox.touch(row);
      model.rowChanged = true;
    },
    isOpen,
  ),
];

function confirmation(model: Model): string {
  if (model.proofs === 0) return "nonce_invalid";
  if (model.state === "succeeded") return "nonce_used";
  if (!isOpen(model)) return closedCode(model);
  if (model.rowChanged) return "target_changed";
  return model.timeIsOver ? "request_expired" : "ok";
}

it("whatever people and time do to a request, in any order, it runs at most once, and only proved, unchanged and in time", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands([prove, prove, confirm, confirm, ...others].map(fc.constant), { maxCommands: 12, size: "max" }),
      async (sequence) => {
        const row = await outbox.row();
        const actor = await responder.actor();
        const id = await stored(actor, { operation: "delivery.retry", input: { id: row.id } });
        const model: Model = { state: "draft", proofs: 0, timeIsOver: false, rowChanged: false };
        await fc.asyncModelRun(() => ({ model, real: { id, row: row.id, actor, nonces: [], spent: [] } }), sequence);
        expect((await findStoredRequest(id))?.state).toBe(model.state);
        expect(await outbox.updatesOf(row.id)).toBe(model.state === "succeeded" ? 1 : 0);
      },
    ),
    { numRuns: 40, seed: 20_261_122 },
  );
}, 120_000);
