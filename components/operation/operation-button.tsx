"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { type GuardedRisk, OperationSheet } from "./operation-sheet";

type OperationButtonProps = {
  operation: string;
  input: unknown;
  risk: GuardedRisk;
  verb: string;
  title: string;
  /** Why it can't be asked for now, known before pressing. */
  why?: string;
  /** As `why`, where one sentence stands for several buttons: the id of its element. */
  whyId?: string;
  variant?: "default" | "primary";
  size?: "small" | "medium";
  onDone: (succeeded: boolean) => void;
};

/** A button that wears its gates, and the sheet behind it. Pressing it only looks. */
export function OperationButton({ why, whyId, variant, size, ...act }: OperationButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button gates={act.risk} variant={variant} size={size} why={why} whyId={whyId} onClick={() => setOpen(true)}>
        {act.verb}
      </Button>
      <OperationSheet {...act} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
