import type { ReactNode } from "react";

/** What belongs beside the page: sections about the one thing that is looked at. */
export function Inspector({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside className="inspector" aria-label={label}>
      {children}
    </aside>
  );
}
