"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { Later } from "./later";
import { showToast } from "./show-toast";
import { whenAtRest } from "./when-at-rest";

const nothing = (): null => null;

/**
 * Something of the page that comes after it: once the page is at rest, so that it is there before anybody asks for it, and at once when
 * somebody does.
 * @param wanted whether somebody waits for it
 * @param onFailed it was wanted and did not come, which is said; wanting it again tries again
 */
export function useLater<T>(part: Later<T>, wanted: boolean, onFailed: () => void): T | null {
  const t = useTranslations("common");
  const failed = useEffectEvent(() => {
    onFailed();
    showToast({ words: t("notLoaded") });
  });
  useEffect(() => whenAtRest(() => void part.fetch().catch(nothing)), [part]);
  useEffect(() => {
    if (wanted) part.fetch().catch(() => failed());
  }, [part, wanted]);
  return useFetched(part);
}

/** The same where somebody else asks for it: what has come, and null until then. */
export const useFetched = <T>(part: Later<T>): T | null => useSyncExternalStore(part.onFetched, part.current, nothing);
