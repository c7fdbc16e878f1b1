"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { inert } from "@/lib/core/text";
import { newApiToken, type Scope, scopes, type TokenOwner, tokenDays } from "@/lib/tokens/shapes";
import { OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { SelectInput } from "../ui/select-input";
import { TextInput } from "../ui/text-input";
import { Why } from "../ui/why";
import { ShownToken } from "./shown-token";

type Wanted = { person: string; scope: Scope; name: string; days: number };

/** In whose name, what for and how long; then the gates; then the token itself, this once. */
export function TokenForm({ owners, mayCreate }: { owners: readonly TokenOwner[]; mayCreate: boolean }) {
  const [t, names] = [useTranslations("apiTokens"), useTranslations("operations.names.api-token.create")];
  const router = useRouter();
  const [wanted, setWanted] = useState<Wanted>({ person: owners[0]?.id ?? "", scope: "read", name: "", days: 30 });
  const [tried, setTried] = useState(false);
  const [input, setInput] = useState<unknown>(null);
  const [token, setToken] = useState<string | null>(null);
  const parsed = newApiToken.safeParse(wanted);
  const onDone = useCallback((_succeeded: boolean, handed: Readonly<Record<string, readonly string[]>> | undefined) => {
    if (handed?.token?.[0]) setToken(handed.token[0]);
  }, []);
  const change = (part: Partial<Wanted>): void => setWanted({ ...wanted, ...part });
  const kept = (): void => {
    setToken(null);
    setTried(false);
    change({ name: "" });
  };
  if (!mayCreate) return <Why>{t("form.needsAdmin")}</Why>;
  if (owners.length === 0) return <p className="soft">{t("form.nobody")}</p>;
  if (token !== null && input === null) return <ShownToken name={wanted.name} token={token} onKept={kept} />;
  return (
    <>
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (parsed.success) setInput(parsed.data);
        }}
      >
        <Wishes
          wanted={wanted}
          owners={owners}
          onChange={change}
          fault={tried && !parsed.success ? t("form.nameMissing") : null}
        />
        <Button type="submit" gates="guarded" variant="primary">
          {names("verb")}
        </Button>
      </form>
      {input === null ? null : (
        <OperationSheet
          operation="api-token.create"
          input={input}
          risk="guarded"
          verb={names("verb")}
          title={names("title", { subject: inert(wanted.name) })}
          open
          onClose={() => {
            setInput(null);
            router.refresh();
          }}
          onDone={onDone}
        />
      )}
    </>
  );
}

type WishesProps = {
  wanted: Wanted;
  owners: readonly TokenOwner[];
  fault: string | null;
  onChange: (part: Partial<Wanted>) => void;
};

function Wishes({ wanted, owners, fault, onChange }: WishesProps) {
  const t = useTranslations("apiTokens.form");
  return (
    <>
      <Field label={t("person")} hint={t("personHint")}>
        {(control) => (
          <SelectInput
            {...control}
            options={owners.map(({ id, name }) => ({ value: id, label: inert(name) }))}
            value={wanted.person}
            onChange={(event) => onChange({ person: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("scope")}>
        {(control) => (
          <SelectInput
            {...control}
            options={scopes.map((value) => ({ value, label: t(`scopeOf.${value}`) }))}
            value={wanted.scope}
            onChange={(event) => onChange({ scope: event.target.value as Scope })}
          />
        )}
      </Field>
      <Field label={t("name")} hint={t("nameHint")} error={fault}>
        {(control) => (
          <TextInput {...control} value={wanted.name} onChange={(event) => onChange({ name: event.target.value })} />
        )}
      </Field>
      <Field label={t("days")}>
        {(control) => (
          <SelectInput
            {...control}
            options={tokenDays.map((count) => ({ value: String(count), label: t("dayCount", { count }) }))}
            value={String(wanted.days)}
            onChange={(event) => onChange({ days: Number(event.target.value) })}
          />
        )}
      </Field>
    </>
  );
}
