"use client";

import type { ComponentProps } from "react";
import { Button } from "../ui/button";
import { useKeptSheet } from "../ui/kept-sheets";
import { later } from "../ui/later";
import { useFetched, useLater } from "../ui/use-later";
import type { GuardedRisk, OperationSheet } from "./operation-sheet";

const sheet = later(() => import("./operation-sheet"));

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
  const { open, show, close } = useKeptSheet((shown) => <LaterSheet {...act} {...shown} />);
  const come = useLater(sheet, open, close);
  return (
    <Button
      gates={act.risk}
      variant={variant}
      size={size}
      why={why}
      whyId={whyId}
      busy={open && come === null}
      onClick={show}
    >
      {act.verb}
    </Button>
  );
}

/** Nothing until its script has come. */
function LaterSheet(props: ComponentProps<typeof OperationSheet>) {
  const come = useFetched(sheet);
  return come ? <come.OperationSheet {...props} /> : null;
}
