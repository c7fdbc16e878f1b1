"use client";

import { useTranslations } from "next-intl";
import { channelKinds } from "@/lib/contacts/shapes";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { TextInput } from "../ui/text-input";

export type ChannelDraft = { kind: (typeof channelKinds)[number]; address: string };

type Props = {
  channels: readonly ChannelDraft[];
  wrong: ReadonlySet<string>;
  onChange: (channels: readonly ChannelDraft[]) => void;
};

const most = 6;

/** The ways to reach somebody, in the order in which to try. */
export function ChannelFields({ channels, wrong, onChange }: Props) {
  const t = useTranslations("contacts");
  const kinds = channelKinds.map((value) => ({ value, label: t(`channel.${value}`) }));
  const put = (place: number, part: Partial<ChannelDraft>): void =>
    onChange(channels.map((each, at) => (at === place ? { ...each, ...part } : each)));
  return (
    <fieldset className="ways">
      <legend>{t("field.channels")}</legend>
      {channels.map(({ kind, address }, place) => (
        // Places are what people mean: the first is tried first.
        <div key={place} className="way">
          <Field label={t("channel.kind", { place: place + 1 })}>
            {(control) => (
              <SelectInput
                {...control}
                options={kinds}
                value={kind}
                onChange={(event) => put(place, { kind: event.target.value as ChannelDraft["kind"] })}
              />
            )}
          </Field>
          <Field
            label={t("channel.address", { place: place + 1 })}
            error={wrong.has(`channels.${place}`) ? t(`fault.${kind}`) : null}
          >
            {(control) => (
              <TextInput
                {...control}
                value={address}
                onChange={(event) => put(place, { address: event.target.value })}
              />
            )}
          </Field>
          {channels.length > 1 ? (
            <Button
              variant="bare"
              aria-label={t("channel.remove", { place: place + 1 })}
              onClick={() => onChange(channels.filter((_each, at) => at !== place))}
            >
              {t("channel.removeShort")}
            </Button>
          ) : null}
        </div>
      ))}
      {channels.length < most ? (
        <Button onClick={() => onChange([...channels, { kind: "phone", address: "" }])}>{t("channel.add")}</Button>
      ) : null}
    </fieldset>
  );
}
