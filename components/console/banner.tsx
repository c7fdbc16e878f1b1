import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Mark } from "../ui/mark";

type BannerProps = {
  kind: "down" | "degraded";
  /** One thin line: what will matter, and does not yet. */
  quiet?: boolean;
  /** The first words, bold: "Clerk does not answer." */
  lead: ReactNode;
  children?: ReactNode;
  /** At the right: an age, a way out. */
  acts?: ReactNode;
};

/** A sentence across the whole width, for everybody, that stays until the world has changed back. The shell announces it. */
export function Banner({ kind, quiet, lead, children, acts }: BannerProps) {
  return (
    <div className={clsx("banner", kind, quiet && "quiet-line")}>
      <Mark name={kind} />
      <p>
        <b className="strong">{lead}</b> {children}
      </p>
      {acts === undefined ? null : <div className="acts">{acts}</div>}
    </div>
  );
}
