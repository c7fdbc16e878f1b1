import "server-only";
import type { z } from "zod";
import { canonical, type Json } from "@/lib/core/canonical";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { ok, Refused, type Result, refuse } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";
import { countOperation } from "@/lib/core/metrics";
import { traced } from "@/lib/core/traces/span";
import { keepGoing, moveRequest } from "@/lib/requests/writes/move-request";
import { type ConsoleOperation, keptOf, type Outcome, type WorldOperation } from "../define";
import { goesOnForMinutes } from "../risk";
import { type About, record } from "./account";
import { contextOf } from "./context";
import type { Own } from "./own-request";
import { tellIncidentOfRun } from "./tell-of-incident";

export type Performed = { requestId: string | null; outcome: Outcome };

type Ending = "succeeded" | "failed" | "unknown";

/** What a request runs with. */
export type Given = { input: unknown; confided: unknown };

/** Does what a started request says, and writes down how it ended. */
export async function runRequest(own: Own, about: About, given: Given): Promise<Result<Performed>> {
  const { operation, request } = own;
  const known = { "sallyport.operation": operation.name, "sallyport.request_id": request.id };
  const ran = await traced(`run ${operation.name}`, known, async (span) => {
    const ended =
      operation.reach === "console"
        ? await runInConsole(own, operation, about, given)
        : await runInWorld(own, operation, about, given);
    span.setAttribute("sallyport.result", ended.ok ? "ok" : ended.refusal.code);
    return ended;
  });
  countOperation(operation.name, ran.ok ? "ok" : ran.refusal.code);
  return ran.ok ? ok({ requestId: request.id, outcome: ran.value }) : ran;
}

/** One transaction: all of it is there afterwards, or nothing but the failure. */
async function runInConsole(
  own: Own,
  operation: ConsoleOperation<z.ZodType>,
  about: About,
  { input, confided }: Given,
): Promise<Result<Outcome>> {
  const target = JSON.parse(own.request.targetText) as Json;
  try {
    return await consoleDb().$transaction(async (tx) => {
      const ran = await operation.run(
        { ...contextOf(own.actor, about.ref), tx, requestId: own.request.id, confided },
        input,
        target,
      );
      if (!ran.ok) throw new Refused(ran.refusal);
      await finish(tx, own, about, "succeeded", ran);
      return ran;
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const failed = { ok: false, refusal: error.refusal } as const;
    await consoleDb().$transaction((tx) => finish(tx, own, about, "failed", failed));
    return failed;
  }
}

/** The outside may have moved before anything is thrown: what is thrown here reads as unknown, never as silence. */
async function runInWorld(
  own: Own,
  operation: WorldOperation<z.ZodType>,
  about: About,
  { input, confided }: Given,
): Promise<Result<Outcome>> {
  const { actor, request } = own;
  const end = (ending: Ending, ran: Result<Outcome>): Promise<void> =>
    consoleDb().$transaction((tx) => finish(tx, own, about, ending, ran));
  try {
    const ran = await operation.run(
      { ...contextOf(actor, about.ref), request, confided },
      input,
      JSON.parse(request.targetText) as Json,
    );
    await end(ran.ok ? "succeeded" : "failed", ran);
    return ran;
  } catch (error) {
    log().error({ ref: about.ref, requestId: request.id, error: describeError(error) }, "outcome unknown");
    const unknown = refuse("outcome_unknown", { requestId: request.id });
    await end("unknown", unknown);
    return unknown;
  }
}

async function finish(
  tx: ConsoleTransaction,
  own: Own,
  about: About,
  ending: Ending,
  ran: Result<Outcome>,
): Promise<void> {
  const result = ran.ok
    ? { outcomeText: canonical(keptOf(ran.value) as unknown as Json) }
    : { failureCode: ran.refusal.code };
  const goesOn = ran.ok && ran.value.goesOn === true;
  const moved = goesOn
    ? await keepGoing(tx, own.request.id, { ...result, forMinutes: goesOnForMinutes })
    : await moveRequest(tx, own.request.id, ending, result);
  if (!moved && own.operation.reach === "console") throw new Error("given up before it ended: nothing of it may stand"); // guard: late-run
  // What goes on has its end told by whoever follows it, which may have been quicker.
  if (moved || !goesOn)
    await tellIncidentOfRun(tx, own.request, {
      ending: goesOn ? "running" : ending,
      code: ran.ok ? null : ran.refusal.code,
    });
  const facts = (ran.ok ? ran.value.facts : ran.refusal.facts) ?? {};
  await record(tx, own.actor, about, {
    kind: ran.ok ? "outcome" : "failure",
    code: ran.ok ? null : ran.refusal.code,
    facts,
  });
}
