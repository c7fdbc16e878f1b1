"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

type PopoverProps = {
  trigger: ReactNode;
  label: string;
  /** Only where what it holds must be able to close it. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** Something small that floats beside its button and holds ordinary controls. `label` names it for assistive technology. */
export function Popover({ trigger, label, open, onOpenChange, children }: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content className="float" align="end" sideOffset={4} collisionPadding={8} aria-label={label}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
