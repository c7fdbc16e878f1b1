import { clsx } from "clsx";
import type { ReactNode } from "react";

export type StateName = "ok" | "degraded" | "down" | "unknown" | "stale" | "moving";
export type SeverityName = "sev1" | "sev2" | "sev3";
export type GatesName = "routine" | "stop" | "guarded" | "grave" | "emergency";
export type ProvenanceName = "measured" | "stated" | "inferred";
export type PostName = "past" | "here" | "ahead";
export type MarkName = StateName | SeverityName | GatesName | ProvenanceName | PostName | "brand";

const posts = <path d="M2 1.5v13M14 1.5v13" stroke="currentColor" strokeWidth="1.6" />;
const line = { fill: "none", stroke: "currentColor" } as const;

/** Every mark is drawn here: Geist has no ◆ ◐ ✓ ✕, and a character may be replaced by an emoji. */
const drawings: Record<MarkName, ReactNode> = {
  ok: <circle cx="8" cy="8" r="4" fill="currentColor" />,
  degraded: (
    <>
      <circle cx="8" cy="8" r="5" {...line} strokeWidth="2" />
      <path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor" />
    </>
  ),
  down: (
    <>
      <path d="M2 2h12v12H2z" fill="currentColor" />
      <path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" stroke="var(--ground)" strokeWidth="2" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="5.5" {...line} strokeWidth="1.6" strokeDasharray="2.6 2.2" />
      <circle cx="8" cy="8" r="1.2" fill="currentColor" />
    </>
  ),
  stale: (
    <>
      <circle cx="8" cy="8" r="5.5" {...line} strokeWidth="1.6" />
      <path d="M8 4.8V8l2.3 1.6" {...line} strokeWidth="1.6" />
    </>
  ),
  moving: <path d="M3 3l5 5-5 5M8.5 3l5 5-5 5" {...line} strokeWidth="2.2" />,
  sev1: (
    <>
      <path d="M8 .8l7.6 14H.4z" fill="var(--sev1)" />
      <path d="M7 7.2l1.5-1v6.6" fill="none" stroke="var(--on-sev1)" strokeWidth="1.5" />
    </>
  ),
  sev2: (
    <>
      <path d="M8 .3L15.7 8 8 15.7.3 8z" fill="var(--sev2)" />
      <path d="M6.2 6.6a1.8 1.8 0 1 1 3.2 1.2L6.2 11h3.7" fill="none" stroke="var(--on-sev2)" strokeWidth="1.4" />
    </>
  ),
  sev3: (
    <>
      <circle cx="8" cy="8" r="7.2" fill="var(--sev3)" />
      <path d="M6.1 5.2h3.6L7.7 7.4a1.9 1.9 0 1 1-1.8 2.7" fill="none" stroke="var(--on-sev3)" strokeWidth="1.4" />
    </>
  ),
  routine: posts,
  stop: (
    <>
      {posts}
      <path d="M2 8h12" stroke="currentColor" strokeWidth="3" />
    </>
  ),
  guarded: (
    <>
      {posts}
      <path d="M8 1.5v13" stroke="currentColor" strokeWidth="2.6" />
    </>
  ),
  grave: (
    <>
      {posts}
      <path d="M6.1 1.5v13M9.9 1.5v13" stroke="currentColor" strokeWidth="2.4" />
    </>
  ),
  emergency: (
    <>
      {posts}
      <path d="M4.6 6l6.8-4.2M4.6 10.2l6.8-4.2M4.6 14.2L11.4 10" stroke="currentColor" strokeWidth="2.1" />
    </>
  ),
  measured: <path d="M1 8h4l2-5 3 10 2-5h3" {...line} strokeWidth="2" />,
  stated: <path d="M2 3h12v8H7l-3 3v-3H2z" {...line} strokeWidth="1.8" />,
  inferred: (
    <>
      <circle cx="4" cy="6" r="1.5" fill="currentColor" />
      <circle cx="12" cy="6" r="1.5" fill="currentColor" />
      <circle cx="8" cy="12" r="1.5" fill="currentColor" />
    </>
  ),
  past: (
    <>
      <circle cx="12" cy="12" r="8.5" fill="currentColor" />
      <path d="M8.2 12.2l2.6 2.6 5-5.4" fill="none" stroke="var(--on-ink)" strokeWidth="2" />
    </>
  ),
  here: (
    <>
      <circle cx="12" cy="12" r="7.5" fill="var(--ground-over)" stroke="currentColor" strokeWidth="2.5" />
      <path d="M12 8.4v7.2" stroke="currentColor" strokeWidth="2.6" />
    </>
  ),
  ahead: <circle cx="12" cy="12" r="4.5" fill="var(--ground-over)" stroke="var(--edge)" strokeWidth="1.6" />,
  brand: (
    <>
      <path d="M1 2.5h22M1 21.5h22" stroke="currentColor" strokeWidth="2.4" />
      <path d="M7.5 2.5v19" stroke="currentColor" strokeWidth="3" />
      <path d="M16.5 2.5v7.5M16.5 21.5l5-6.5" stroke="currentColor" strokeWidth="3" />
    </>
  ),
};

const onLargeGrid: ReadonlySet<MarkName> = new Set<MarkName>(["past", "here", "ahead", "brand"]);

/**
 * A shape that says a state, a severity, a risk or where a number comes from. It never stands alone: give it a word
 * beside it, or a `label` for assistive technology.
 */
export function Mark({ name, label, className }: { name: MarkName; label?: string; className?: string }) {
  const size = onLargeGrid.has(name) ? 24 : 16;
  const said =
    label === undefined ? ({ "aria-hidden": true } as const) : ({ role: "img", "aria-label": label } as const);
  return (
    <svg className={clsx("mark", name, className)} viewBox={`0 0 ${size} ${size}`} fill="none" {...said}>
      {drawings[name]}
    </svg>
  );
}
