"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { Refusal } from "@/lib/core/errors";
import { noFacts } from "./no-facts";

export type SaidRefusal = { sentence: string; wayOut: string | null; code: string };

/** A refusal in the reader's words, with its way out where there is one. */
export function useRefusal(): (refusal: Refusal) => SaidRefusal {
  const t = useTranslations("refusals");
  return useCallback(
    ({ code, facts }) => {
      const values = { ...noFacts, ...sayable(facts) };
      const wayOut = `${code}.wayOut` as Parameters<typeof t.has>[0];
      return {
        code,
        sentence: t(`${code}.sentence`, values),
        wayOut: t.has(wayOut) ? t(wayOut as `${typeof code}.sentence`, values) : null,
      };
    },
    [t],
  );
}

/** A missing fact must leave the default in place, not a hole in the sentence. */
function sayable(facts: Refusal["facts"]): Record<string, string | number> {
  const said = Object.entries(facts ?? {}).filter(
    ([, value]) => typeof value === "string" || typeof value === "number",
  );
  return Object.fromEntries(said) as Record<string, string | number>;
}
