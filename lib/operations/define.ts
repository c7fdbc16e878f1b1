import "server-only";
import type { z } from "zod";
import type { Actor, SystemActor } from "@/lib/access/actor";
import type { OperationName } from "@/lib/access/policy";
import type { Role } from "@/lib/access/roles";
import type { Json } from "@/lib/core/canonical";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { Result } from "@/lib/core/errors";
import type { QueueName } from "@/lib/jobs/queues";
import type { RecordEntry } from "@/lib/record/shapes";
import type { Parts, StoredRequest } from "@/lib/requests/shapes";
import type { RiskClass } from "./risk";

/** A sentence by its key in `messages/`, so that it is said in the reader's language. */
export type Phrase = { readonly key: string; readonly values?: Readonly<Record<string, string | number>> };

/** What a person sees before anything happens. It changes nothing. */
export type Preview = {
  /** What it touches, in plain characters: "88213402 to EB". */
  subject: string;
  blast: { deliveries: number; relyingParties: number; people: number; requests: number };
  lines: readonly Phrase[];
  warnings: readonly Phrase[];
  reversible: boolean;
  /** Changes when the world that was shown has changed; compared again just before it runs. */
  fingerprint: string;
  /** Frozen with the request: ids and row versions. Only this is acted upon. */
  target: Json;
};

/** How many members of a frozen set are no longer what they were. */
export type Drift = { changed: number; total: number };

export type Outcome = {
  summary: Phrase;
  href?: string;
  facts?: RecordEntry["facts"];
  /** The other side has taken it, and it goes on there: whoever follows it writes down how it ends. */
  goesOn?: true;
  /** Shown this once to who confirmed, such as new codes; kept neither with the request nor in the record. */
  handed?: Readonly<Record<string, readonly string[]>>;
};

/** What is kept of an outcome. */
export const keptOf = ({ handed: _handed, ...kept }: Outcome): Outcome => kept; // guard: handed-not-kept

/** `operationNamed` is handed in, because an operation that opened the registry would close a circle. */
export type Context = {
  readonly actor: Actor;
  readonly ref: string;
  readonly operationNamed: (name: string) => Operation | undefined;
  /** The stored request that is looked at again: what it has frozen is what it is about. Absent while somebody only asks what would be. */
  readonly stored?: StoredRequest;
};

/** What the world says of a request whose outcome nobody wrote down. */
export type Reconciled = { happened: true; outcome: Outcome } | { happened: false } | { happened: "undecided" };

/** A stretch of the worker's own work: passes are repeated with a pause until one says that nothing is left. */
export type Work = {
  queue: QueueName;
  pauseMs: number;
  pass: (context: { actor: SystemActor; perform: (input: unknown) => Promise<void> }) => Promise<"again" | "done">;
};

/** Work without an end: each lane repeats its pass for as long as the worker lives, and none waits for another. */
export type Rounds = {
  everyMs: number;
  lanes: () => readonly string[];
  pass: (context: { actor: SystemActor; lane: string; perform: (input: unknown) => Promise<void> }) => Promise<void>;
};

type Common<Schema extends z.ZodType> = {
  /** Singular noun, dot, verb in kebab-case. Public; never renamed. */
  name: OperationName;
  risk: RiskClass;
  /** Roles that may ask for it; empty for the worker's own acts. */
  allows: readonly Role[];
  /** A strict object; unknown fields are refused. */
  input: Schema;
  /** Reads the world, judges every guard, and tells what would happen. The guards run again before `run`. */
  preview(context: Context, input: z.output<Schema>): Promise<Result<Preview>>;
  /**
   * For a set that is too large for the request itself: writes it down in our own database, and nothing else anywhere, and shows it.
   * @param of the request whose set this is to be a part of: a counter-offer holds nothing that was not asked for
   */
  freeze?(context: Context, input: z.output<Schema>, of: StoredRequest | null): Promise<Result<Preview>>;
  /** Whether a setting of what it touches asks for another person's approval, where its risk alone does not. */
  secondPerson?(context: Context, input: z.output<Schema>): Promise<boolean>;
  /** For a frozen set: how much of what an approver saw has changed until now. @param seen @param now targets of two previews */
  drift?(seen: Json, now: Json): Drift;
  /** Whether `offered` asks for less of the same: what an approver may offer instead. */
  narrows?(original: z.output<Schema>, offered: z.output<Schema>): boolean;
  /** For a frozen set: its members, in words that people know. */
  parts?(context: Context, input: z.output<Schema>): Promise<Parts>;
  /** Whether it goes into the record; always, unless told. Only the worker's own acts may say no. */
  recorded?(input: z.output<Schema>): boolean;
  /** What only its person may know, such as a PIN. It comes with the confirmation, goes to `run`, and is kept nowhere. */
  confided?: z.ZodType;
  /** The operation that takes it back. */
  undo?: OperationName;
  /** The request that a worker's act belongs to. */
  requestOf?(input: z.output<Schema>): string;
  /** The durable job behind it, pulled by the worker. */
  work?: Work;
  /** What it does outside of any transaction, for as long as the worker lives. */
  rounds?: Rounds;
  /** How often the worker performs it by itself, with an empty input. */
  everyMs?: number;
};

/** Touches the console's own database only: intent, act and outcome are one transaction. */
export type ConsoleOperation<Schema extends z.ZodType> = Common<Schema> & {
  reach: "console";
  run(
    context: Context & { tx: ConsoleTransaction; requestId: string | null; confided?: unknown },
    input: z.output<Schema>,
    target: Json,
  ): Promise<Result<Outcome>>;
};

/** Touches other people's systems: the intent is committed first, the outcome after, so a crash in between reads as unknown. */
export type WorldOperation<Schema extends z.ZodType> = Common<Schema> & {
  reach: "world";
  run(
    context: Context & { request: StoredRequest; confided?: unknown },
    input: z.output<Schema>,
    target: Json,
  ): Promise<Result<Outcome>>;
  /** Finds out, after a crash, whether it happened. Changes nothing outside. */
  reconcile(context: Context, request: StoredRequest): Promise<Reconciled>;
};

export type Operation = ConsoleOperation<z.ZodType> | WorldOperation<z.ZodType>;

/** Types an operation by its input schema and hands it on as one of the registry. */
export function defineOperation<Schema extends z.ZodType>(
  operation: ConsoleOperation<Schema> | WorldOperation<Schema>,
): Operation {
  return operation as unknown as Operation;
}

/** What a setting touches: nothing out there. */
export const settingsBlast = { deliveries: 0, relyingParties: 0, people: 0, requests: 0 } as const;

/** A preview for acts that concern nothing but the console itself. */
export const quietPreview = (subject: string, target: Json = null): Preview => ({
  subject,
  blast: settingsBlast,
  lines: [],
  warnings: [],
  reversible: true,
  fingerprint: "",
  target,
});
