import { useTranslations } from "next-intl";

export type Tick = "ok" | "degraded" | "down" | "unknown" | null;

const pitch = 3;
const foot = 17.5;
const heights: Record<NonNullable<Tick>, number> = { ok: 5, degraded: 10, down: 17, unknown: 1.5 };
const kinds = ["ok", "degraded", "down", "unknown"] as const;

/** One line for each kind, so that an hour is four paths and not sixty. */
export function pathOf(ticks: readonly Tick[], kind: NonNullable<Tick>): string {
  return ticks
    .flatMap((tick, place) => ((tick ?? "unknown") === kind ? `M${place * pitch + 1} ${foot}v-${heights[kind]}` : []))
    .join("");
}

/** An hour of one check, a tick a minute: the height says what the colour says. A minute without a sample is a point. */
export function Tape({ ticks, label }: { ticks: readonly Tick[]; label: string }) {
  return (
    <svg className="tape" viewBox={`0 0 ${60 * pitch + 1} 18`} role="img" aria-label={label}>
      {kinds.map((kind) => (
        <path key={kind} className={kind} d={pathOf(ticks, kind)} />
      ))}
    </svg>
  );
}

const told = ["down", "degraded", "unknown", "ok"] as const;

/** An hour in one sentence, what is bad first. */
export function useTapeText(): (ticks: readonly Tick[]) => string {
  const t = useTranslations("triagePage");
  return (ticks) => {
    const count = (kind: Tick): number => ticks.filter((tick) => tick === kind).length;
    const parts = told.flatMap((kind) => (count(kind) > 0 ? t(`tapePart.${kind}`, { count: count(kind) }) : []));
    const gaps = count(null);
    const none = gaps === ticks.length;
    return t("tape", {
      parts: none ? "none" : [...parts, ...(gaps > 0 ? [t("tapePart.gap", { count: gaps })] : [])].join(", "),
    });
  };
}
