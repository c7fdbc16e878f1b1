"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { type App, appRoles, appVersion, clerkInstances, environments, newApp } from "@/lib/apps/shapes";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { TextInput } from "../ui/text-input";
import { SettingForm } from "./setting-form";

const changedApp = z.strictObject({ version: appVersion, ...newApp.shape });

const begin = {
  id: "",
  name: "",
  role: "app" as App["role"],
  environment: "production" as App["environment"],
  hostedOn: "Render",
  url: "",
  healthUrl: "",
  renderServiceId: "",
  clerkInstance: "managed" as App["clerkInstance"],
  clerkSecretKeys: "",
};

const texts = ["name", "url", "healthUrl", "hostedOn", "renderServiceId", "clerkSecretKeys"] as const;
const optional = new Set(["healthUrl", "renderServiceId", "clerkSecretKeys"]);

/** An app that is added, or changed from the version that was shown. */
export function AppForm({ app, why }: { app: App | null; why?: string }) {
  const [t, common, names] = [
    useTranslations("apps"),
    useTranslations("common"),
    useTranslations("operations.names.app"),
  ];
  const [draft, set] = useState(() => (app ? typed(app) : begin));
  const change = (part: Partial<typeof draft>): void => set((now) => ({ ...now, ...part }));
  const act = app ? "change" : "add";
  const lists = { role: appRoles, environment: environments, clerkInstance: clerkInstances } as const;
  const said = { role: "role", environment: "environment", clerkInstance: "clerk" } as const;
  return (
    <SettingForm
      operation={`app.${act}`}
      verb={names(`${act}.verb`)}
      title={names(`${act}.title`, { subject: draft.name })}
      draft={{ ...asked(draft), ...(app ? { version: app.version } : {}) }}
      shape={app ? changedApp : newApp}
      why={why}
      home="/settings/apps"
    >
      {(wrong) => (
        <>
          {app ? null : (
            <Field label={t("field.id")} hint={t("hint.id")} error={wrong.has("id") ? t("fault.id") : null}>
              {(control) => (
                <TextInput {...control} value={draft.id} onChange={(event) => change({ id: event.target.value })} />
              )}
            </Field>
          )}
          {texts.map((name) => (
            <Field
              key={name}
              label={t(`field.${name}`)}
              beside={optional.has(name) ? common("optional") : undefined}
              hint={t(`hint.${name}`)}
              error={isWrong(wrong, name) ? t(`fault.${name}`) : null}
            >
              {(control) => (
                <TextInput
                  {...control}
                  value={draft[name]}
                  onChange={(event) => change({ [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
          {(["role", "environment", "clerkInstance"] as const).map((name) => (
            <Field key={name} label={t(`field.${name}`)}>
              {(control) => (
                <SelectInput
                  {...control}
                  options={lists[name].map((value) => ({
                    value,
                    label: t(`${said[name]}.${value}` as Parameters<typeof t>[0]),
                  }))}
                  value={draft[name]}
                  onChange={(event) => change({ [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </>
      )}
    </SettingForm>
  );
}

/** A list is wrong when one of its members is. */
const isWrong = (wrong: ReadonlySet<string>, name: string): boolean =>
  [...wrong].some((path) => path === name || path.startsWith(`${name}.`));

const typed = ({ healthUrl, renderServiceId, clerkSecretKeys, version: _v, changedAt: _c, ...app }: App) => ({
  ...app,
  healthUrl: healthUrl ?? "",
  renderServiceId: renderServiceId ?? "",
  clerkSecretKeys: clerkSecretKeys.join(" "),
});

const asked = ({ healthUrl, renderServiceId, clerkSecretKeys, ...app }: typeof begin) => ({
  ...app,
  id: app.id.trim(),
  url: app.url.trim(),
  healthUrl: healthUrl.trim() || null,
  renderServiceId: renderServiceId.trim() || null,
  clerkSecretKeys: clerkSecretKeys.split(/[\s,]+/).filter(Boolean),
});
