"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import type { GivenProof } from "@/lib/operations/perform/spend-proof";
import type { ProofPurpose } from "@/lib/passkeys/rules/proof-challenge";
import { useShell } from "../console/live-frame";
import { CodeProof } from "./code-proof";
import { PasskeyProof } from "./passkey-proof";
import { PrintedProof } from "./printed-proof";
import { useClerkProof } from "./use-clerk-proof";
import { type Proofs, useProofs } from "./use-proofs";

type ProofGateProps = {
  /** What it is given for, about one request. A passkey signs the digest that is shown here by its code. */
  purpose: ProofPurpose;
  requestId: string;
  digest: string;
  code: string;
  /** What was given is on its way to the server. */
  busy: boolean;
  /** Whether the act makes a passkey: then nobody needs to hear that they have none. */
  enrols?: boolean;
  onGive: (given: GivenProof) => void;
};

/**
 * A fresh proof for exactly this request, asked in place: the passkey first, for whoever has one, else a code: from the app, or, under
 * break-glass, from the printed sheet. It hands on what proves it; the server judges.
 */
export function ProofGate(props: ProofGateProps) {
  const { holder } = useShell();
  return holder === null ? <ThroughClerk {...props} /> : <WithoutClerk {...props} />;
}

function ThroughClerk(props: ProofGateProps) {
  const proofs = useProofs(props, useClerkProof());
  return <Ways {...props} proofs={proofs} />;
}

/** Nothing of Clerk's is mounted here, so nothing of it may be asked. */
function WithoutClerk(props: ProofGateProps) {
  const proofs = useProofs(props, noClerk);
  return <Ways {...props} proofs={proofs} printed />;
}

const noClerk = async (): Promise<"unavailable"> => "unavailable";

type WaysProps = ProofGateProps & { proofs: Proofs; printed?: boolean };

function Ways({ code, busy, enrols, onGive, proofs, printed }: WaysProps) {
  const t = useTranslations("operation.proof");
  const { known, asking } = proofs;
  const ground = useRef<HTMLDivElement>(null);
  const waiting = known.settled && !busy && asking === null;
  // The button of the passkey stands first, where there is one; else, and after a wrong code, the field of the code.
  const first = proofs.codeTrouble === null ? "[data-first], input" : "input";
  useEffect(() => {
    if (waiting) ground.current?.querySelector<HTMLElement>(first)?.focus();
  }, [waiting, first]);
  const give = (given: GivenProof | null): void => {
    if (given) onGive(given);
  };
  const hasPasskey = known.passkeys !== null && known.passkeys.length > 0;
  return (
    <>
      <p>{t(printed ? "holderSigns" : "signs")}</p>
      <p className="small quiet">{t("requestCode")}</p>
      <p className="request-code">{code}</p>
      <div className="proofs" ref={ground}>
        {hasPasskey ? (
          <PasskeyProof
            passkeys={known.passkeys ?? []}
            asking={asking === "passkey"}
            busy={busy || asking === "code"}
            trouble={proofs.passkeyTrouble}
            onAsk={() => void proofs.byPasskey().then(give)}
          />
        ) : null}
        {printed ? (
          <PrintedProof
            primary={!hasPasskey}
            busy={busy || asking !== null}
            onGive={(typed, pin) => onGive({ kind: "code", code: typed, pin })}
          />
        ) : (
          <CodeProof
            primary={!hasPasskey}
            asking={asking === "code"}
            busy={busy || asking === "passkey"}
            trouble={proofs.codeTrouble}
            onAsk={(digits) => void proofs.byCode(digits).then(give)}
          />
        )}
      </div>
      {known.passkeys?.length === 0 && !enrols && !printed ? <NoPasskey /> : null}
    </>
  );
}

function NoPasskey() {
  const t = useTranslations("operation.proof");
  const add = (words: ReactNode): ReactNode => (
    <a href="/settings/passkeys" target="_blank" rel="noopener">
      {words}
    </a>
  );
  return <p className="small quiet">{t.rich("noPasskey", { add })}</p>;
}
