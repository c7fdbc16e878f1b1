"use client";

import { useTranslations } from "next-intl";
import { Choice } from "../ui/choice";

export type Language = "en" | "ko";

/** Each language is named in itself, so that a reader who is lost in the other one finds it. */
const options = [
  { value: "en", label: "English", lang: "en" },
  { value: "ko", label: "한국어", lang: "ko" },
] as const;

/** What the console speaks. */
export function LanguageChoice({ value, onChoose }: { value: Language; onChoose: (language: Language) => void }) {
  const t = useTranslations("settings.language");
  return <Choice legend={t("legend")} value={value} options={options} onChoose={onChoose} />;
}
