"use client";

import { useTranslations } from "next-intl";
import type { RefusalCode } from "@/lib/core/errors";
import { useRefusal } from "../operation/use-refusal";
import { Blank } from "../ui/blank";
import { Mark } from "../ui/mark";
import type { LookUp } from "./use-look-up";

/** What is missing, what is still being looked for, and what the keys do; how many were found is said aloud. */
export function BarFoot({ found, count, typed }: { found: LookUp; count: number; typed: boolean }) {
  const [t, sentenceOf] = [useTranslations("commandBar"), useRefusal()];
  const { silent, failed, looking } = found;
  const nothing = typed && count === 0 && !looking && failed === null && silent.length === 0;
  const troubles = [
    ...silent.map(({ place, slow }) => t(slow ? "slow" : "silent", { place })),
    ...(failed === null
      ? []
      : [failed === "unreachable" ? t("failed") : sentenceOf({ code: failed as RefusalCode }).sentence]),
  ];
  return (
    <>
      {nothing ? (
        <Blank mark="unknown" title={t("nothing.title")} level={3}>
          {t("nothing.words")}
        </Blank>
      ) : null}
      {troubles.map((words) => (
        <p key={words} className="trouble">
          <Mark name="degraded" />
          {words}
        </p>
      ))}
      <p className="foot">
        <span className="keys">{t.rich("keys", { kbd: (words) => <kbd>{words}</kbd> })}</span>
        <span>{looking ? t("looking") : t("never")}</span>
      </p>
      <p className="sr" role="status" aria-live="polite">
        {looking || !typed ? "" : [t("counted", { count }), ...troubles].join(" ")}
      </p>
    </>
  );
}
