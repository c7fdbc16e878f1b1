import type { ReactNode } from "react";

/** Numbers that are read first. `blast-radius` spreads four of them over the width of the operation sheet. */
export function Readouts({ as = "readouts", children }: { as?: "readouts" | "blast-radius"; children: ReactNode }) {
  return <dl className={as}>{children}</dl>;
}

/** One number with its name, and a small word beside it: unit, "of 4". */
export function Readout({ label, beside, children }: { label: ReactNode; beside?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children}
        {beside === undefined ? null : <small>{beside}</small>}
      </dd>
    </div>
  );
}
