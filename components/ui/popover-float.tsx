"use client";

import { Popover as Radix } from "radix-ui";
import { type ReactNode, type RefObject, useRef } from "react";

type FloatProps = {
  id: string;
  /** The button that it floats beside and gives the focus back to. It stays outside: pressing it closes, and does not open anew. */
  anchor: RefObject<HTMLElement | null>;
  label: string;
  onClose: () => void;
  children: ReactNode;
};

/** What floats beside the button of a `Popover`. */
export function PopoverFloat({ id, anchor, label, onClose, children }: FloatProps) {
  // Who left it by pressing something else has the focus there.
  const leftFor = useRef(false);
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Radix.Content
        id={id}
        className="float"
        align="end"
        sideOffset={4}
        collisionPadding={8}
        aria-label={label}
        onInteractOutside={(event) => {
          if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault();
          else leftFor.current = true;
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          if (!leftFor.current) anchor.current?.focus();
        }}
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
