"use client";

import { clsx } from "clsx";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

type TooltipProps = { words: ReactNode; side?: "top" | "right"; className?: string; children: ReactNode };

/** Words beside an icon that already has a name for assistive technology. It can be hovered, and Escape takes it away. */
export function Tooltip({ words, side = "top", className, children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Content className={clsx("tooltip", className)} side={side} sideOffset={6} collisionPadding={8}>
          {words}
        </Radix.Content>
      </Radix.Root>
    </Radix.Provider>
  );
}
