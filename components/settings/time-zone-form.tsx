"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { choosePreferences } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import type { Chosen } from "../console/preference-choices";
import { RefusalNote } from "../operation/refusal-note";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { showToast } from "../ui/show-toast";
import { TextInput } from "../ui/text-input";

/** The zone that stands beside UTC. Zones that this browser knows are offered. */
export function TimeZoneForm({ chosen, zones }: { chosen: Chosen; zones: readonly string[] }) {
  const t = useTranslations("settings");
  const router = useRouter();
  const [zone, setZone] = useState(chosen.timeZone);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const save = (): void =>
    start(async () => {
      const done = await choosePreferences({ timeZone: zone.trim() });
      setRefusal(done.ok ? null : done.refusal);
      if (!done.ok) return;
      showToast({ words: t("saved") });
      router.refresh();
    });
  const unknown = refusal?.code === "invalid_input";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label={t("timeZone.label")} hint={t("timeZone.hint")} error={unknown ? t("timeZone.unknown") : null}>
        {(control) => (
          <TextInput
            {...control}
            list="time-zones"
            autoComplete="off"
            maxLength={64}
            value={zone}
            onChange={(event) => setZone(event.target.value)}
          />
        )}
      </Field>
      <datalist id="time-zones">
        {zones.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      {refusal && !unknown ? <RefusalNote refusal={refusal} /> : null}
      <Button type="submit" variant="primary" busy={busy}>
        {t("save")}
      </Button>
    </form>
  );
}
