"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import {
  type Contact,
  contactFields,
  contactId,
  contactKinds,
  contactVersion,
  newContact,
} from "@/lib/contacts/shapes";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { TextArea } from "../ui/text-area";
import { TextInput } from "../ui/text-input";
import { type ChannelDraft, ChannelFields } from "./channel-fields";
import { SettingForm } from "./setting-form";

const changedContact = z.strictObject({ id: contactId, version: contactVersion, ...contactFields });

type Props = {
  contact: Contact | null;
  parties: readonly { id: string; name: string }[];
  why?: string;
};

type Draft = {
  kind: Contact["kind"];
  name: string;
  organisation: string;
  relyingPartyId: string;
  channels: readonly ChannelDraft[];
  note: string;
};

const begin: Draft = {
  kind: "person",
  name: "",
  organisation: "",
  relyingPartyId: "",
  channels: [{ kind: "phone", address: "" }],
  note: "",
};

/** A contact that is added, or changed from the version that was shown. */
export function ContactForm({ contact, parties, why }: Props) {
  const [t, common] = [useTranslations("contacts"), useTranslations("common")];
  const names = useTranslations("operations.names.contact");
  const [draft, set] = useState<Draft>(() => (contact ? typed(contact) : begin));
  const change = (part: Partial<Draft>): void => set((now) => ({ ...now, ...part }));
  const act = contact ? "change" : "add";
  const kinds = contactKinds.map((value) => ({ value, label: t(`kind.${value}`) }));
  const choices = [{ value: "", label: t("noParty") }, ...partiesWith(parties, draft.relyingPartyId)];
  return (
    <SettingForm
      operation={`contact.${act}`}
      verb={names(`${act}.verb`)}
      title={names(`${act}.title`, { subject: draft.name })}
      draft={{ ...asked(draft), ...(contact ? { id: contact.id, version: contact.version } : {}) }}
      shape={contact ? changedContact : newContact}
      why={why}
      home="/settings/contacts"
    >
      {(wrong) => (
        <>
          <Field label={t("field.name")} error={wrong.has("name") ? t("fault.name") : null}>
            {(control) => (
              <TextInput {...control} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
            )}
          </Field>
          <Field label={t("field.kind")}>
            {(control) => (
              <SelectInput
                {...control}
                options={kinds}
                value={draft.kind}
                onChange={(event) => change({ kind: event.target.value as Draft["kind"] })}
              />
            )}
          </Field>
          <Field
            label={t("field.organisation")}
            beside={common("optional")}
            error={wrong.has("organisation") ? t("fault.organisation") : null}
          >
            {(control) => (
              <TextInput
                {...control}
                value={draft.organisation}
                onChange={(event) => change({ organisation: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("field.relyingPartyId")} beside={common("optional")} hint={t("hint.relyingPartyId")}>
            {(control) => (
              <SelectInput
                {...control}
                options={choices}
                value={draft.relyingPartyId}
                onChange={(event) => change({ relyingPartyId: event.target.value })}
              />
            )}
          </Field>
          <ChannelFields channels={draft.channels} wrong={wrong} onChange={(channels) => change({ channels })} />
          <Field
            label={t("field.note")}
            beside={common("optional")}
            hint={t("hint.note")}
            error={wrong.has("note") ? t("fault.note") : null}
          >
            {(control) => (
              <TextArea {...control} value={draft.note} onChange={(event) => change({ note: event.target.value })} />
            )}
          </Field>
        </>
      )}
    </SettingForm>
  );
}

/** The one that is chosen stays choosable while the IdP's database does not answer. */
function partiesWith(parties: Props["parties"], chosen: string): { value: string; label: string }[] {
  const known = parties.map(({ id, name }) => ({ value: id, label: name }));
  const lost = chosen !== "" && !parties.some(({ id }) => id === chosen);
  return lost ? [...known, { value: chosen, label: chosen }] : known;
}

const typed = ({ organisation, relyingPartyId, kind, name, channels, note }: Contact): Draft => ({
  kind,
  name,
  channels,
  note,
  organisation: organisation ?? "",
  relyingPartyId: relyingPartyId ?? "",
});

const asked = ({ organisation, relyingPartyId, channels, ...contact }: Draft) => ({
  ...contact,
  organisation: organisation.trim() || null,
  relyingPartyId: relyingPartyId || null,
  channels: channels.map(({ kind, address }) => ({ kind, address: address.trim() })),
});
