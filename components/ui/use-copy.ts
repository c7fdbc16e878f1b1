"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { announce } from "./announce";

const shownMs = 2_000;

/** Puts text on the clipboard and says whether it worked, to eyes for two seconds and to screen readers once. */
export function useCopy(text: string): { copied: boolean; copy: () => void } {
  const t = useTranslations("common.copy");
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback(async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      announce(t("failed"));
      return;
    }
    announce(t("copied"));
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), shownMs);
  }, [t, text]);
  return { copied, copy: () => void copy() };
}
