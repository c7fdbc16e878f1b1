"use client";

import { Fingerprint, Ticket } from "lucide-react";
import { useTranslations } from "next-intl";
import { isAddress, isPin, type Typed } from "@/lib/bypass/rules/at-the-door";
import { readCode } from "@/lib/bypass/rules/recovery-code";
import { Field } from "../ui/field";
import { Icon } from "../ui/icon";
import { Section } from "../ui/section";
import { TextInput } from "../ui/text-input";

/** `left`: fields that were left again, so that nobody is corrected while they type. */
type Props = { typed: Typed; left: ReadonlySet<string> };

/** Who somebody says they are, and by which of the two factors. The inputs are the browser's own: what is typed early is kept. */
export function WhoPart({ typed, left }: Props) {
  const t = useTranslations("breakGlass.who");
  const wrong = (name: "email" | "code" | "pin", right: (text: string) => boolean): string | null =>
    left.has(name) && typed[name] !== "" && !right(typed[name]) ? t(`${name}Wrong`) : null;
  return (
    <Section title={t("title")}>
      <Field label={t("email")} hint={t("emailHint")} error={wrong("email", isAddress)}>
        {(control) => <TextInput {...control} name="email" type="email" autoComplete="username" spellCheck={false} />}
      </Field>
      <fieldset className="ways">
        <legend>{t("way")}</legend>
        <label>
          <input type="radio" name="way" value="passkey" defaultChecked />
          <Icon of={Fingerprint} />
          <span>
            <b className="strong">{t("passkey")}</b>
            <span className="small quiet">{t("passkeyWords")}</span>
          </span>
        </label>
        <label>
          <input type="radio" name="way" value="code" />
          <Icon of={Ticket} />
          <span>
            <b className="strong">{t("code")}</b>
          </span>
        </label>
        <div className="by-code">
          <Field label={t("codeLabel")} hint={t("codeHint")} error={wrong("code", (text) => readCode(text) !== null)}>
            {(control) => (
              <TextInput {...control} name="code" autoComplete="off" autoCapitalize="characters" spellCheck={false} />
            )}
          </Field>
          <Field label={t("pin")} hint={t("pinHint")} error={wrong("pin", isPin)}>
            {(control) => (
              <TextInput {...control} name="pin" type="password" inputMode="numeric" autoComplete="current-password" />
            )}
          </Field>
        </div>
      </fieldset>
    </Section>
  );
}
