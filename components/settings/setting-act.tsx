"use client";

import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { type GuardedRisk, OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";

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
};

/** One act on one setting. The page behind follows when the sheet is closed: its outcome is read first. */
export function SettingAct({ input, then, why, size, ...act }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const text = JSON.stringify(input);
  const stable = useMemo(() => JSON.parse(text) as unknown, [text]);
  const onDone = useCallback((succeeded: boolean) => setDone((before) => before || succeeded), []);
  const close = (): void => {
    setOpen(false);
    if (done && then) router.push(then);
    else router.refresh();
  };
  return (
    <>
      <Button gates={act.risk} size={size} why={why} onClick={() => setOpen(true)}>
        {act.verb}
      </Button>
      <OperationSheet {...act} input={stable} open={open} onClose={close} onDone={onDone} />
    </>
  );
}
