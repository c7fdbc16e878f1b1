import type { ReactNode } from "react";
import { Mark, type ProvenanceName } from "./mark";

/** Where a number comes from: measured, stated by somebody, or inferred. */
export function Provenance({ name, children }: { name: ProvenanceName; children: ReactNode }) {
  return (
    <span className="provenance">
      <Mark name={name} />
      {children}
    </span>
  );
}
