"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { inert } from "@/lib/core/text";
import type { PasskeyCard } from "@/lib/passkeys/shapes";
import { OperationButton } from "../operation/operation-button";
import { Button } from "../ui/button";
import { RenamePasskey } from "./rename-passkey";
import { usePasskeysChanged } from "./use-passkeys-changed";

/** What can be done with one passkey. */
export function PasskeyActs({ passkey: { id, name } }: { passkey: PasskeyCard }) {
  const t = useTranslations("operations.names.passkey");
  const changed = usePasskeysChanged();
  const [renaming, setRenaming] = useState(false);
  const input = useMemo(() => ({ id }), [id]);
  if (renaming) return <RenamePasskey id={id} name={name} onEnd={() => setRenaming(false)} />;
  return (
    <span className="row-acts">
      <Button onClick={() => setRenaming(true)}>{t("rename.verb")}</Button>
      <OperationButton
        operation="passkey.remove"
        input={input}
        risk="guarded"
        verb={t("remove.verb")}
        title={t("remove.title", { subject: inert(name) })}
        onDone={changed}
      />
    </span>
  );
}
