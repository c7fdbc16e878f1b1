"use client";

import { type CSSProperties, type PointerEvent, useEffect, useId, useRef, useState } from "react";

/** Long enough to pass over something without a flash. */
const comesMs = 300;
/** Long enough to reach the words. */
const staysMs = 150;
const gap = 6;

type Holder = {
  "aria-describedby": string | undefined;
  onPointerEnter: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave: () => void;
  onPointerDown: () => void;
  onFocus: (event: { currentTarget: HTMLElement }) => void;
  onBlur: () => void;
};

type Tip = {
  /** For what the words are about. */
  holder: Holder;
  /** For the words; null while they are hidden. */
  words: {
    id: string;
    role: "tooltip";
    style: CSSProperties;
    onPointerEnter: () => void;
    onPointerLeave: () => void;
  } | null;
};

/**
 * Words at the right of an icon that already has a name for assistive technology. They can be hovered, and Escape takes them away.
 * @source WCAG 2.2 1.4.13
 */
export function useTip(): Tip {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  const shown = at !== null;
  const after = (ms: number, then: () => void): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(then, ms);
  };
  const show = (holder: HTMLElement): void => {
    clearTimeout(timer.current);
    const { right, top, height } = holder.getBoundingClientRect();
    setAt({ left: right + gap, top: top + height / 2 });
  };
  const hide = (): void => {
    clearTimeout(timer.current);
    setAt(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!shown) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") setAt(null);
    };
    const onScroll = (): void => setAt(null);
    document.addEventListener("keydown", onKey);
    window.addEventListener("scroll", onScroll, true);
    return () => {
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("scroll", onScroll, true);
    };
  }, [shown]);
  return {
    holder: {
      "aria-describedby": shown ? id : undefined,
      onPointerEnter: ({ currentTarget, pointerType }) => {
        if (pointerType !== "touch") after(comesMs, () => show(currentTarget));
      },
      onPointerLeave: () => after(staysMs, hide),
      onPointerDown: hide,
      onFocus: ({ currentTarget }) => {
        if (currentTarget.matches(":focus-visible")) show(currentTarget);
      },
      onBlur: hide,
    },
    words: shown
      ? {
          id,
          role: "tooltip",
          style: { position: "fixed", left: at.left, top: at.top, transform: "translateY(-50%)" },
          onPointerEnter: () => clearTimeout(timer.current),
          onPointerLeave: () => after(staysMs, hide),
        }
      : null,
  };
}
