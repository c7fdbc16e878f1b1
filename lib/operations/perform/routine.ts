import "server-only";
import type { z } from "zod";
import { type Actor, type Identified, isHuman } from "@/lib/access/actor";
import { canonical, type Json } from "@/lib/core/canonical";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { ok, Refused, type Result, refuse } from "@/lib/core/errors";
import { countOperation } from "@/lib/core/metrics";
import { traced } from "@/lib/core/traces/span";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { createRequest } from "@/lib/requests/writes/create-request";
import { moveRequest } from "@/lib/requests/writes/move-request";
import { type ConsoleOperation, keptOf, type Operation, type Outcome, type Preview } from "../define";
import { risks } from "../risk";
import { type About, accounted, answering, record } from "./account";
import { admit, parseInput } from "./admit";
import { contextOf } from "./context";
import type { Own } from "./own-request";
import { shownTextOf } from "./preview";
import { type Given, type Performed, runRequest } from "./run-request";

/** Performs a routine, stop or system act in one call: no proof is asked, the gates and the record are the same. */
export async function performRoutine(
  identified: Identified,
  ref: string,
  ask: { operation: string; input: unknown },
): Promise<Result<Performed>> {
  const done = await accounted(identified, { operation: ask.operation, ref }, () => judged(identified, ref, ask));
  if (!done.ok || !("own" in done.value)) return done as Result<Performed>;
  const { own, about, given } = done.value;
  return answering(ref, () => runRequest(own, about, given));
}

/** Its intent stands in the record, and it is about to run. */
type Intended = { own: Own; about: About; given: Given };

async function judged(
  identified: Identified,
  ref: string,
  ask: { operation: string; input: unknown },
): Promise<Result<Performed | Intended>> {
  const admitted = admit(identified, ask.operation);
  if (!admitted.ok) return admitted;
  const { actor, operation } = admitted.value;
  if (risks[operation.risk].stepUp) return refuse("insufficient_user_authentication", { operation: operation.name }); // guard: step-up
  const input = parseInput(operation, ask.input);
  if (!input.ok) return input;
  const preview = await operation.preview(contextOf(actor, ref), input.value);
  if (!preview.ok) return preview;
  const act = { actor, ref, input: input.value, preview: preview.value };
  if (operation.reach !== "console") return intend({ ...act, operation });
  return traced(`run ${operation.name}`, { "sallyport.operation": operation.name }, () =>
    transact({ ...act, operation }),
  );
}

type Act = { actor: Actor; operation: Operation; ref: string; input: unknown; preview: Preview };

/** Outside of this house the intent is committed first and the outcome after: a crash in between reads as unknown. */
async function intend({ operation, ...act }: Act): Promise<Result<Intended>> {
  const { actor, ref, input } = act;
  if (!isHuman(actor)) return refuse("unknown_operation");
  const stored = await consoleDb().$transaction(async (tx) => {
    const made = await storedAct(tx, { ...act, operation });
    const about: About = { operation: operation.name, ref, requestId: made?.id ?? null, digest: made?.digest ?? null };
    await record(tx, actor, about, { kind: "intent" }); // guard: routine-intent
    return { about, id: made?.id ?? "" };
  });
  const request = await findStoredRequest(stored.id);
  if (!request) return refuse("request_not_found");
  return ok({ own: { actor, operation, request }, about: stored.about, given: { input, confided: undefined } });
}

type ConsoleAct = Act & { operation: ConsoleOperation<z.ZodType> };

/** Intent, act and outcome are one transaction: all of it is there afterwards, or nothing. */
async function transact(act: ConsoleAct): Promise<Result<Performed>> {
  const { actor, operation, ref, input, preview } = act;
  try {
    return await consoleDb().$transaction(async (tx) => {
      const stored = await storedAct(tx, act);
      const ran = await operation.run(
        { ...contextOf(actor, ref), tx, requestId: stored?.id ?? null },
        input,
        preview.target,
      );
      if (!ran.ok) throw new Refused(ran.refusal);
      if (stored)
        await moveRequest(tx, stored.id, "succeeded", { outcomeText: canonical(keptOf(ran.value) as unknown as Json) });
      await account(tx, act, stored, ran.value);
      countOperation(operation.name, "ok");
      return ok({ requestId: stored?.id ?? null, outcome: ran.value });
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** People's acts leave a request behind, so that each has a page; the worker's own and a program's do not. */
async function storedAct(
  tx: ConsoleTransaction,
  { actor, operation, input, preview }: Act,
): Promise<{ id: string; digest: string } | null> {
  if (!isHuman(actor)) return null;
  return createRequest(tx, {
    operation: operation.name,
    risk: operation.risk,
    state: "running",
    inputText: canonical(input as Json),
    targetText: canonical(preview.target),
    fingerprint: preview.fingerprint,
    shownText: shownTextOf(preview),
    secondPerson: false,
    requesterId: actor.personId,
    sessionId: actor.sessionId,
    reason: "",
    incident: null,
    openForMinutes: risks[operation.risk].executeWithinMinutes,
  });
}

async function account(
  tx: ConsoleTransaction,
  act: Act,
  stored: { id: string; digest: string } | null,
  outcome: Outcome,
): Promise<void> {
  const { actor, operation, ref, input } = act;
  const worthwhile = isHuman(actor) || ((operation.recorded?.(input) ?? true) && outcome.facts?.changed !== 0);
  if (!worthwhile) return;
  const requestId = operation.requestOf?.(input) ?? stored?.id ?? null;
  const about: About = { operation: operation.name, ref, requestId, digest: stored?.digest ?? null };
  if (actor.kind !== "system") await record(tx, actor, about, { kind: "intent" });
  await record(tx, actor, about, { kind: actor.kind === "system" ? "system" : "outcome", facts: outcome.facts ?? {} });
}
