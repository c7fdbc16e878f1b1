"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { choosePreferences } from "@/app/actions";
import { type Language, LanguageChoice } from "./language-choice";
import { type Theme, ThemeChoice } from "./theme-choice";

export type Chosen = { language: Language; theme: Theme; timeZone: string };

/** Theme and language, applied at once and kept with the person. */
export function PreferenceChoices({ chosen }: { chosen: Chosen }) {
  const router = useRouter();
  const [, start] = useTransition();
  const [shown, show] = useOptimistic(chosen);
  const choose = (change: Partial<Chosen>): void =>
    start(async () => {
      show({ ...shown, ...change });
      const done = await choosePreferences(change);
      if (done.ok) router.refresh();
    });
  return (
    <>
      <ThemeChoice value={shown.theme} onChoose={(theme) => choose({ theme })} />
      <LanguageChoice value={shown.language} onChoose={(language) => choose({ language })} />
    </>
  );
}
