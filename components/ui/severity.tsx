import type { ReactNode } from "react";
import { Mark, type SeverityName } from "./mark";

/** Severity as shape, figure and word; children replace the word, for example with an incident's number. */
export function Severity({ name, children }: { name: SeverityName; children?: ReactNode }) {
  return (
    <span className={`severity ${name}`}>
      <Mark name={name} />
      {children ?? name}
    </span>
  );
}
