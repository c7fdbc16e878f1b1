import Link from "next/link";
import type { ReactNode } from "react";

type PageHeadProps = {
  title: ReactNode;
  /** The page above this one. */
  crumb?: { href: string; label: ReactNode };
  /** Beside the title: state, then one quiet sentence. */
  beside?: ReactNode;
  acts?: ReactNode;
};

/** The page's one `h1`, with its place, its state and its acts. */
export function PageHead({ title, crumb, beside, acts }: PageHeadProps) {
  return (
    <div className="page-head">
      {crumb === undefined ? null : (
        <Link className="crumb" href={crumb.href}>
          {crumb.label}
        </Link>
      )}
      <h1>{title}</h1>
      {beside}
      {acts === undefined ? null : <div className="acts">{acts}</div>}
    </div>
  );
}
