import "server-only";
import { randomUUID } from "node:crypto";
import type { ConsoleTransaction } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { clip } from "@/lib/core/text";
import { type Hearing, hear, type KeptSignal } from "../rules/hear";
import {
  aheadLimitMinutes,
  fadesAfterHours,
  noteLimit,
  raisedLimit,
  type SignalReport,
  type SignalState,
} from "../shapes";

type Report = SignalReport & { personId: string };

/** `changed`: whether the report told anything new. */
export type Heard = { id: string; state: SignalState; changed: boolean };

/**
 * Keeps what somebody reports about one thing, known by who reports it, source and reference. However often and in whatever order it
 * comes, the row says what the newest observation said.
 * @refuses invalid_input for an observation from the future, signal_not_found, too_many_signals
 */
export async function keepReport(tx: ConsoleTransaction, report: Report, says: SignalState): Promise<Result<Heard>> {
  if (await isAhead(tx, report)) return refuse("invalid_input", { fields: "observedAt" }); // guard: signal-future
  const kept = await lockSignal(tx, report);
  if (kept) return ok(await change(tx, kept, report, says));
  if (says === "cleared") return refuse("signal_not_found");
  if ((await countRaised(tx, report)) >= raisedLimit) return refuse("too_many_signals", { limit: raisedLimit }); // guard: signal-limit
  const id = await insert(tx, report);
  // Somebody reported it in this very moment: then it is known now.
  return id === null ? keepReport(tx, report, says) : ok({ id, state: "raised", changed: true });
}

async function change(
  tx: ConsoleTransaction,
  kept: KeptSignal & { id: string },
  report: Report,
  says: SignalState,
): Promise<Heard> {
  const hearing = hear(kept, { says, observedAtMs: Date.parse(report.observedAt) });
  if (hearing !== "nothing") await update(tx, kept.id, report, hearing);
  const states = { raise: "raised", prolong: "raised", clear: "cleared", nothing: kept.state } as const;
  return { id: kept.id, state: states[hearing], changed: hearing !== "nothing" };
}

async function isAhead(tx: ConsoleTransaction, { observedAt }: Report): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ ahead: boolean }[]>`
    SELECT ${observedAt}::timestamptz > now() + make_interval(mins => ${aheadLimitMinutes}) AS ahead`;
  return row?.ahead ?? true;
}

async function lockSignal(tx: ConsoleTransaction, report: Report): Promise<(KeptSignal & { id: string }) | null> {
  const { personId, source, reference, kind, subject } = report;
  const [kept] = await tx.$queryRaw<(KeptSignal & { id: string })[]>`
    SELECT id::text AS id, state, (extract(epoch FROM observed_at) * 1000)::float8 AS "observedAtMs",
           (extract(epoch FROM now() - heard_at) * 1000)::float8 AS "heardMs",
           heard_at <= now() - make_interval(hours => ${fadesAfterHours}) AS faded,
           (kind, subject, note) = (${kind}, ${subject}, ${noteOf(report)}) AS "sameWords"
      FROM signals WHERE person_id = ${personId}::uuid AND source = ${source} AND reference = ${reference}
       FOR UPDATE`;
  return kept ?? null;
}

async function countRaised(tx: ConsoleTransaction, { personId }: Report): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM signals
     WHERE person_id = ${personId}::uuid AND state = 'raised' AND heard_at > now() - make_interval(hours => ${fadesAfterHours})`;
  return row?.count ?? 0;
}

async function insert(tx: ConsoleTransaction, report: Report): Promise<string | null> {
  const { personId, kind, source, reference, subject, observedAt } = report;
  const id = randomUUID();
  const inserted = await tx.$executeRaw`
    INSERT INTO signals (id, kind, source, reference, subject, note, state, person_id, observed_at)
    VALUES (${id}::uuid, ${kind}, ${source}, ${reference}, ${subject}, ${noteOf(report)}, 'raised', ${personId}::uuid,
            ${observedAt}::timestamptz)
    ON CONFLICT (person_id, source, reference) DO NOTHING`;
  return inserted === 1 ? id : null;
}

async function update(
  tx: ConsoleTransaction,
  id: string,
  report: Report,
  hearing: Exclude<Hearing, "nothing">,
): Promise<void> {
  const { kind, subject, observedAt } = report;
  await tx.$executeRaw`
    UPDATE signals
       SET kind = ${kind}, subject = ${subject}, note = ${noteOf(report)}, observed_at = ${observedAt}::timestamptz,
           state = ${hearing === "clear" ? "cleared" : "raised"},
           raised_at = CASE WHEN ${hearing === "raise"} THEN now() ELSE raised_at END,
           heard_at = CASE WHEN ${hearing === "clear"} THEN heard_at ELSE now() END,
           cleared_at = CASE WHEN ${hearing === "clear"} THEN now() END, cleared_by = NULL, cleared_reason = NULL
     WHERE id = ${id}::uuid`;
}

const noteOf = ({ note }: Report): string => clip(note, noteLimit - 1);
