import { clsx } from "clsx";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { figure } from "./amount";

export type Segment = {
  kind: "delivered" | "failed" | "skipped" | "remaining";
  amount: number;
  label: string;
  beside?: ReactNode;
};

type SegmentedBarProps = {
  /** The whole in one sentence: "742 deliveries, 43 % done". */
  label: string;
  segments: readonly Segment[];
  thin?: boolean;
  /** The same numbers below, with the same patterns. */
  tallies?: boolean;
};

/** Progress in one bar: pattern and colour say the same, and the tallies below repeat both. */
export function SegmentedBar({ label, segments, thin, tallies = true }: SegmentedBarProps) {
  const locale = useLocale();
  return (
    <div>
      <div className={clsx("bar", thin && "thin")} role="img" aria-label={label}>
        {segments.map(({ kind, amount }) =>
          amount > 0 ? <i key={kind} className={kind} style={{ flex: `${amount} 0 1px` }} /> : null,
        )}
      </div>
      {tallies ? (
        <dl className="tallies">
          {segments.map(({ kind, amount, label: name, beside }) => (
            <div key={kind}>
              <dt>
                <span className={`swatch ${kind}`} />
                {name}
              </dt>
              <dd>
                {figure(amount, locale)}
                {beside === undefined ? null : <small className="quiet small"> {beside}</small>}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
