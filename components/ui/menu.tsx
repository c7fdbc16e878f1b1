"use client";

import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

/** A list of acts behind one button. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content className="float" align="end" sideOffset={4} collisionPadding={8}>
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** One act of a menu; pass a link as the only child with `asChild` to go somewhere. */
export function MenuEntry(props: { onChoose?: () => void; asChild?: boolean; children: ReactNode }) {
  return (
    <DropdownMenu.Item className="entry" asChild={props.asChild} onSelect={props.onChoose}>
      {props.children}
    </DropdownMenu.Item>
  );
}

/** A quiet name above some entries. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="heading">{children}</DropdownMenu.Label>;
}

/** A hairline between groups of entries. */
export function MenuLine() {
  return <DropdownMenu.Separator className="line" />;
}
