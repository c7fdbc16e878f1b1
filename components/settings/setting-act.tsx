"use client";

import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { type GuardedRisk, OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { useKeptSheet } from "../ui/kept-sheets";

type Props = {
  operation: string;
  /** The operation's input, plain values only. */
  input: Readonly<Record<string, string | number | boolean>>;
  risk: GuardedRisk;
  verb: string;
  title: string;
  why?: string;
  size?: "small" | "medium";
  /** Where to go when it is done; without it the page stays, and shows what is now. */
  then?: string;
  /** Told when its sheet opens and closes. */
  onOpen?: (open: boolean) => void;
};

/** One act on one setting. The page behind follows when the sheet is closed: its outcome is read first. */
export function SettingAct({ input, then, why, size, onOpen, ...act }: Props) {
  const router = useRouter();
  const [done, setDone] = useState(false);
  const text = JSON.stringify(input);
  const stable = useMemo(() => JSON.parse(text) as unknown, [text]);
  const onDone = useCallback((succeeded: boolean) => setDone((before) => before || succeeded), []);
  const { show } = useKeptSheet(({ open, onClose }) => {
    const close = (): void => {
      onClose();
      onOpen?.(false);
      if (done && then) router.push(then);
      else router.refresh();
    };
    return <OperationSheet {...act} input={stable} open={open} onClose={close} onDone={onDone} />;
  });
  return (
    <Button
      gates={act.risk}
      size={size}
      why={why}
      onClick={() => {
        show();
        onOpen?.(true);
      }}
    >
      {act.verb}
    </Button>
  );
}
