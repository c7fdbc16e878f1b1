import "server-only";
import { type CallingActor, type Identified, isCaller } from "@/lib/access/actor";
import { canonical, type Json } from "@/lib/core/canonical";
import { consoleDb } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { requestCode } from "@/lib/requests/rules/digest";
import { incidentName, type Once, reasonText } from "@/lib/requests/shapes";
import { createRequest } from "@/lib/requests/writes/create-request";
import type { Operation, Preview } from "../define";
import { risks } from "../risk";
import { accounted } from "./account";
import { admit, parseInput } from "./admit";
import { contextOf } from "./context";
import { cardOf, needsSecondPerson, type OperationCard, shownTextOf } from "./preview";

export type Asked = { id: string; code: string; digest: string; executeBy: string; card: OperationCard };
export type Ask = {
  operation: string;
  input: unknown;
  reason: string;
  incident?: string | null;
  /** By a program that asks at most once, however often it calls. */
  once?: Once | null;
};

/** Stores a guarded, grave or emergency act exactly as it was shown. From here on only what is stored can run. */
export async function requestOperation(identified: Identified, ref: string, ask: Ask): Promise<Result<Asked>> {
  return accounted(identified, { operation: ask.operation, ref }, () => judged(identified, ref, ask));
}

async function judged(identified: Identified, ref: string, ask: Ask): Promise<Result<Asked>> {
  const admitted = admit(identified, ask.operation);
  if (!admitted.ok) return admitted;
  const { actor, operation } = admitted.value;
  if (!isCaller(actor) || !risks[operation.risk].stepUp) return refuse("unknown_operation");
  const input = parseInput(operation, ask.input);
  if (!input.ok) return input;
  const reason = reasonText.safeParse(ask.reason);
  if (!reason.success) return refuse("invalid_input", { fields: "reason" });
  const incident = incidentName.nullish().safeParse(ask.incident);
  if (!incident.success) return refuse("invalid_input", { fields: "incident" });
  const context = contextOf(actor, ref);
  const preview = await (operation.freeze?.(context, input.value, null) ?? operation.preview(context, input.value));
  if (!preview.ok) return preview;
  const secondPerson = await needsSecondPerson(operation, context, input.value);
  return store(actor, operation, {
    input: input.value as Json,
    preview: preview.value,
    secondPerson,
    reason: reason.data,
    incident: incident.data ?? null,
    once: ask.once ?? null,
  });
}

type Shown = {
  input: Json;
  preview: Preview;
  secondPerson: boolean;
  reason: string;
  incident: string | null;
  once: Once | null;
};

async function store(
  actor: CallingActor,
  operation: Operation,
  { input, preview, secondPerson, reason, incident, once }: Shown,
): Promise<Result<Asked>> {
  const stored = await consoleDb().$transaction((tx) =>
    createRequest(tx, {
      operation: operation.name,
      risk: operation.risk,
      state: "draft",
      inputText: canonical(input),
      targetText: canonical(preview.target),
      fingerprint: preview.fingerprint,
      shownText: shownTextOf(preview),
      secondPerson,
      requesterId: actor.personId,
      sessionId: actor.sessionId,
      reason,
      incident,
      once,
      openForMinutes: risks[operation.risk].executeWithinMinutes,
    }),
  );
  const { id, digest, executeBy } = stored;
  return ok({
    id,
    digest,
    code: requestCode(digest),
    executeBy: executeBy.toISOString(),
    card: await cardOf(actor, operation, { preview, secondPerson }),
  });
}
