"use client";

import { useTranslations } from "next-intl";
import { Choice } from "../ui/choice";

const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** How the console looks. Choosing is a routine operation; what it does is the caller's. */
export function ThemeChoice({ value, onChoose }: { value: Theme; onChoose: (theme: Theme) => void }) {
  const t = useTranslations("settings.theme");
  const options = themes.map((theme) => ({ value: theme, label: t(theme) }));
  return <Choice legend={t("legend")} value={value} options={options} onChoose={onChoose} />;
}
