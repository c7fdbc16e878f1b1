"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { pinFault } from "@/lib/bypass/rules/pin";
import { OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { PrintedSheet } from "./printed-sheet";
import { usePinCommitment } from "./use-pin-commitment";

type Props = { name: string; codesLeft: number | null; address: string };

/** A PIN of one's own, the one sheet in which everything guarded is walked through, and then the codes, this once. */
export function SheetForm({ name, codesLeft, address }: Props) {
  const [t, names] = [useTranslations("enrolments.sheet"), useTranslations("operations.names.bypass.set-sheet")];
  const router = useRouter();
  const { made, commit, forget } = usePinCommitment();
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [wanted, setWanted] = useState(codesLeft === null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const fault = pinFault(pin);
  const differs = fault === null && again !== pin;
  const onDone = useCallback((_succeeded: boolean, handed: Readonly<Record<string, readonly string[]>> | undefined) => {
    if (!handed?.codes) return;
    setCodes(handed.codes);
    setWanted(false);
  }, []);
  const close = (): void => {
    forget();
    setPin("");
    setAgain("");
    setTried(false);
    router.refresh();
  };
  if (codes !== null && made === null)
    return <PrintedSheet name={name} codes={codes} address={address} onKept={() => setCodes(null)} />;
  if (!wanted && made === null) return <Button onClick={() => setWanted(true)}>{t("renew")}</Button>;
  return (
    <>
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (fault === null && !differs) void commit(pin);
        }}
      >
        <Field label={t("pin")} hint={t("pinHint")} error={tried && fault ? t(`fault.${fault}`) : null}>
          {(control) => <PinInput {...control} value={pin} onChange={setPin} />}
        </Field>
        <Field label={t("again")} error={tried && differs ? t("fault.differs") : null}>
          {(control) => <PinInput {...control} value={again} onChange={setAgain} />}
        </Field>
        <Button type="submit" gates="guarded" variant="primary">
          {t("make")}
        </Button>
      </form>
      {made === null ? null : (
        <OperationSheet
          operation="bypass.set-sheet"
          input={made.input}
          confided={made.confided}
          risk="guarded"
          verb={names("verb")}
          title={names("title")}
          open
          onClose={close}
          onDone={onDone}
        />
      )}
    </>
  );
}

type PinInputProps = { value: string; onChange: (pin: string) => void } & Omit<
  Parameters<typeof TextInput>[0],
  "value" | "onChange"
>;

/** Shown as dots, and kept out of what browsers remember. */
function PinInput({ value, onChange, ...control }: PinInputProps) {
  return (
    <TextInput
      {...control}
      type="password"
      inputMode="numeric"
      autoComplete="new-password"
      maxLength={40}
      value={value}
      onChange={(event) => onChange(event.target.value.trim())}
    />
  );
}
