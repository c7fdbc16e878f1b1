import type { ReactNode } from "react";
import { Tooltip } from "../ui/tooltip";

/** A tooltip that shows only while the rail is narrow; without words, nothing. */
export function NavTooltip({ words, children }: { words: string | undefined; children: ReactNode }) {
  if (words === undefined) return children;
  return (
    <Tooltip words={words} side="right" className="rail-only">
      {children}
    </Tooltip>
  );
}
