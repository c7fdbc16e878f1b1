"use client";

import { useCallback, useReducer } from "react";
import { confirm, perform, preview, prove, request } from "@/app/actions";
import type { Refusal, RefusalCode, Result } from "@/lib/core/errors";
import type { OperationCard } from "@/lib/operations/perform/preview";
import type { Asked } from "@/lib/operations/perform/request";
import type { Performed } from "@/lib/operations/perform/run-request";
import type { GivenProof } from "@/lib/operations/perform/spend-proof";
import { unanswered } from "./unanswered";

export type Gates = "preview" | "reason" | "proof" | "second" | "run" | "outcome";
export type RunState = {
  at: Gates;
  busy: boolean;
  card: OperationCard | null;
  asked: Asked | null;
  reason: string;
  incident: string | null;
  nonce: string | null;
  done: Performed | null;
  refusal: Refusal | null;
};

const begin: RunState = {
  at: "preview",
  busy: false,
  card: null,
  asked: null,
  reason: "",
  incident: null,
  nonce: null,
  done: null,
  refusal: null,
};

export type OperationRun = {
  state: RunState;
  look: () => Promise<void>;
  ask: (reason: string, incident: string | null) => Promise<void>;
  proveWith: (given: GivenProof) => Promise<void>;
  /** Another person has agreed: this is what it runs with. */
  approved: (nonce: string) => void;
  run: () => Promise<void>;
  withdraw: () => Promise<void>;
};

/** Where a refused run goes on: to a new approval, or to a new proof. Anything else is how it ended. */
const back: Partial<Record<RefusalCode, Gates>> = {
  approval_missing: "second",
  target_drifted: "second",
  insufficient_user_authentication: "proof",
};

/**
 * One walk through the gates: the page keeps it, the server decides every step of it.
 * @param confided what only this person may know: it leaves the page with the confirmation, and not before
 */
export function useOperationRun(operation: string, input: unknown, confided?: unknown): OperationRun {
  const [state, change] = useReducer(
    (now: RunState, next: Partial<RunState>): RunState => ({ ...now, ...next }),
    begin,
  );

  const step = useCallback(
    async <T>(work: () => Promise<Result<T>>, passed: (value: T) => Partial<RunState>): Promise<Result<T>> => {
      change({ busy: true, refusal: null });
      const result = await work().catch(unanswered);
      change({ busy: false, ...(result.ok ? passed(result.value) : { refusal: result.refusal }) });
      return result;
    },
    [],
  );

  const look = useCallback(async () => {
    change(begin);
    await step(
      () => preview({ operation, input }),
      (card) => ({ card, at: "reason" }),
    );
  }, [operation, input, step]);

  const ask = useCallback(
    async (reason: string, incident: string | null) => {
      await step(
        () => request({ operation, input, reason, incident }),
        (asked) => ({ asked, reason, incident, card: asked.card, at: "proof" }),
      );
    },
    [operation, input, step],
  );

  const proveWith = async (given: GivenProof): Promise<void> => {
    const { asked } = state;
    if (asked)
      await step(
        () => prove({ id: asked.id, proof: given }),
        ({ nonce }) => ({ nonce, at: nonce === null ? "second" : "run" }),
      );
  };

  const approved = useCallback((nonce: string) => change({ nonce, at: "run", refusal: null }), []);

  const run = async (): Promise<void> => {
    const { asked, nonce } = state;
    if (!asked || !nonce) return;
    const ran = await step(
      () => confirm({ id: asked.id, nonce, confided }),
      (done) => ({ done, at: "outcome" }),
    );
    if (!ran.ok) change({ nonce: null, at: back[ran.refusal.code] ?? "outcome" });
  };

  const withdraw = async (): Promise<void> => {
    const { asked } = state;
    if (asked)
      await step(
        () => perform({ operation: "request.withdraw", input: { id: asked.id } }),
        () => begin,
      );
  };

  return { state, look, ask, proveWith, approved, run, withdraw };
}
