"use client";

import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { PasskeyCard } from "@/lib/passkeys/shapes";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Mark } from "../ui/mark";
import type { PasskeyTrouble } from "./use-passkey-proof";

type PasskeyProofProps = {
  passkeys: readonly PasskeyCard[];
  asking: boolean;
  busy: boolean;
  trouble: PasskeyTrouble | null;
  onAsk: () => void;
};

/** The way by passkey: which one, what it does, and what to do when nothing came of it. */
export function PasskeyProof({ passkeys, asking, busy, trouble, onAsk }: PasskeyProofProps) {
  const t = useTranslations("operation.proof");
  const [first] = passkeys;
  const which = passkeys.length === 1 && first ? inert(first.name) : t("passkeyMany", { count: passkeys.length });
  return (
    <div className="proof">
      <Icon of={Fingerprint} />
      <div>
        <b className="strong">{t("passkey")}</b>
        <p className="small quiet">{which}</p>
      </div>
      <Button
        data-first
        variant="primary"
        busy={busy || asking}
        why={trouble === "unsupported" ? t("passkeyTrouble.unsupported") : undefined}
        onClick={onAsk}
      >
        {asking ? t("passkeyAsking") : t("usePasskey")}
      </Button>
      <div role="status" className={trouble && trouble !== "unsupported" ? "error" : undefined}>
        {trouble && trouble !== "unsupported" ? (
          <>
            <Mark name="down" />
            <span>{t(`passkeyTrouble.${trouble}`)}</span>
          </>
        ) : null}
      </div>
    </div>
  );
}
