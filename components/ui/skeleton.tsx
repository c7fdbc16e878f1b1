import { useTranslations } from "next-intl";

const widths = [80, 62, 71, 54, 76, 66];

/** Still bars where rows will be, shown only when the wait is longer than 200 ms. Never over old data. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const t = useTranslations("states.loading");
  const bars = Array.from({ length: rows }, (_, row) => row);
  return (
    <div className="skeleton" role="status">
      <span className="sr">{t("said")}</span>
      {bars.map((row) => (
        <i key={row} style={{ width: `${widths[row % widths.length]}%` }} />
      ))}
    </div>
  );
}
