"use client";

import { type ReactNode, type RefObject, useId, useRef, useState } from "react";
import { later } from "./later";
import { useLater } from "./use-later";

type TriggerProps = {
  ref: RefObject<HTMLButtonElement | null>;
  type: "button";
  "aria-haspopup": "dialog";
  "aria-expanded": boolean;
  "aria-controls": string | undefined;
  onClick: () => void;
};

type PopoverProps = {
  /** Draws the button, with what makes it one. */
  trigger: (props: TriggerProps) => ReactNode;
  label: string;
  /** Only where what it holds must be able to close it. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

const float = later(() => import("./popover-float"));

/** Something small that floats beside its button and holds ordinary controls. `label` names it for assistive technology. */
export function Popover({ trigger, label, open, onOpenChange, children }: PopoverProps) {
  const [own, setOwn] = useState(false);
  const [button, id] = [useRef<HTMLButtonElement>(null), useId()];
  const wanted = open ?? own;
  const change = (next: boolean): void => {
    setOwn(next);
    onOpenChange?.(next);
  };
  const come = useLater(float, wanted, () => change(false));
  const shown = wanted && come !== null;
  return (
    <>
      {trigger({
        ref: button,
        type: "button",
        "aria-haspopup": "dialog",
        "aria-expanded": shown,
        "aria-controls": shown ? id : undefined,
        onClick: () => change(!wanted),
      })}
      {shown ? (
        <come.PopoverFloat id={id} anchor={button} label={label} onClose={() => change(false)}>
          {children}
        </come.PopoverFloat>
      ) : null}
    </>
  );
}
