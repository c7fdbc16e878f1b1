import type { ReactNode } from "react";

/** Keyed facts: names at the left, what is known at the right. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

/** One fact. `mono` for what is compared character by character; nothing known shows as "–". */
export function Fact({ term, mono, children }: { term: ReactNode; mono?: boolean; children?: ReactNode }) {
  const empty = children === undefined || children === null || children === "";
  return (
    <>
      <dt>{term}</dt>
      <dd className={mono ? "mono" : undefined}>{empty ? "–" : children}</dd>
    </>
  );
}
