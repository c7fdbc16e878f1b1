import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { spanOfTime } from "./span-of-time";

type Style = { coarse?: boolean; tight?: boolean };

/** Spells a length of time in the reader's language: "5 h 12 min", tight "5 h 12 m", "5시간 12분". */
export function useSpanText(): (seconds: number, style?: Style) => string {
  const t = useTranslations("common.span");
  return useCallback(
    (seconds, style = {}) => {
      const { name, ...parts } = spanOfTime(seconds, style.coarse);
      return t(`${style.tight ? "tight" : "full"}.${name}`, parts);
    },
    [t],
  );
}
