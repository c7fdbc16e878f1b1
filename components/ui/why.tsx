import type { ReactNode } from "react";

/** The line that says why a control is blocked, with the way out as a link. Point the control at it by `id`. */
export function Why({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="why" id={id}>
      {children}
    </p>
  );
}
