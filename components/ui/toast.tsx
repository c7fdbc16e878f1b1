"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Mark } from "./mark";
import type { ToastWords } from "./show-toast";

type ToastProps = { toast: ToastWords; onGone: () => void };

/** Ink plate with Undo; the seconds stand still while the pointer or the focus is on it. */
export function Toast({ toast, onGone }: ToastProps) {
  const t = useTranslations("common");
  const [left, setLeft] = useState(toast.seconds ?? 10);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    if (left <= 0) {
      onGone();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [held, left, onGone]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- holding pauses; nothing is operated here
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Mark name="ok" />
      <span>{toast.words}</span>
      {toast.undo === undefined ? null : (
        <button
          type="button"
          onClick={() => {
            toast.undo?.();
            onGone();
          }}
        >
          {t("undo")}
        </button>
      )}
      <span className="left" aria-hidden="true">
        {t("unit.seconds", { value: String(left) })}
      </span>
    </div>
  );
}
