"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Enrollable } from "@/lib/bypass/shapes";
import { inert } from "@/lib/core/text";
import { SettingAct } from "../settings/setting-act";
import { Field } from "../ui/field";
import { Section } from "../ui/section";
import { SelectInput } from "../ui/select-input";

type Props = { people: readonly Enrollable[]; mayEnrol: boolean };

/** Asks that one more person may come in without Clerk. Another admin approves it. */
export function EnrolForm({ people, mayEnrol }: Props) {
  const [t, names] = [useTranslations("enrolments"), useTranslations("operations.names.bypass.enrol")];
  const [chosen, choose] = useState<string | null>(null);
  const person = people.find(({ id }) => id === chosen) ?? people[0];
  return (
    <Section title={t("section")} aside={t("aside")}>
      {person === undefined ? (
        <p className="soft">{t("nobody")}</p>
      ) : (
        <div className="setting">
          <Field label={t("person")} hint={t("personHint")}>
            {(control) => (
              <SelectInput
                {...control}
                options={people.map(({ id, name }) => ({ value: id, label: inert(name) }))}
                value={person.id}
                onChange={(event) => choose(event.target.value)}
              />
            )}
          </Field>
          <SettingAct
            key={person.id}
            operation="bypass.enrol"
            input={{ person: person.id }}
            risk="grave"
            verb={names("verb")}
            title={names("title", { subject: inert(person.name) })}
            why={mayEnrol ? undefined : t("needsAdmin")}
          />
        </div>
      )}
    </Section>
  );
}
