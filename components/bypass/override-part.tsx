"use client";

import { useTranslations } from "next-intl";
import { saysPhrase, type Typed } from "@/lib/bypass/rules/at-the-door";
import { overridePhrase as phrase } from "@/lib/bypass/rules/override-phrase";
import { Field } from "../ui/field";
import { Note } from "../ui/note";
import { TextInput } from "../ui/text-input";

/** The louder way, where nothing measured says that Clerk is down: words to type, and who will hear of it. */
export function OverridePart({ typed, left }: { typed: Typed; left: ReadonlySet<string> }) {
  const t = useTranslations("breakGlass.override");
  const wrong = left.has("phrase") && typed.phrase !== "" && !saysPhrase(typed.phrase);
  return (
    <div className="override">
      <Note kind="down" lead={t("lead")} live="polite">
        {t("words")}
      </Note>
      <Field label={t("label", { phrase })} hint={t("hint")} error={wrong ? t("wrong", { phrase }) : null}>
        {(control) => (
          <TextInput {...control} name="phrase" autoComplete="off" autoCapitalize="none" spellCheck={false} />
        )}
      </Field>
    </div>
  );
}
