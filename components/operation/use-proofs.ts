"use client";

import { useState } from "react";
import type { GivenProof } from "@/lib/operations/perform/spend-proof";
import type { ClerkProof } from "./use-clerk-proof";
import { type PasskeyTrouble, type SignedFor, usePasskeyProof } from "./use-passkey-proof";
import { type Passkeys, usePasskeys } from "./use-passkeys";

export type CodeTrouble = "wrong_code" | "unavailable";

export type Proofs = {
  known: Passkeys;
  /** Which way is being asked right now. */
  asking: "passkey" | "code" | null;
  passkeyTrouble: PasskeyTrouble | null;
  codeTrouble: CodeTrouble | null;
  /** What the passkey signed; null when nothing came of it, and the trouble says why. */
  byPasskey: () => Promise<GivenProof | null>;
  byCode: (code: string) => Promise<GivenProof | null>;
};

/**
 * The ways to prove who one is, for exactly one purpose about exactly one request. Whoever mounts it draws it.
 * @param askClerk how Clerk is asked for a code; under break-glass there is no Clerk to ask
 */
export function useProofs(what: SignedFor, askClerk: (code: string) => Promise<ClerkProof>): Proofs {
  const known = usePasskeys();
  const askPasskey = usePasskeyProof(known);
  const [asking, setAsking] = useState<Proofs["asking"]>(null);
  const [passkeyTrouble, setPasskeyTrouble] = useState<PasskeyTrouble | null>(null);
  const [codeTrouble, setCodeTrouble] = useState<CodeTrouble | null>(null);

  const begin = (way: "passkey" | "code"): void => {
    setAsking(way);
    setPasskeyTrouble(null);
    setCodeTrouble(null);
  };
  const byPasskey = async (): Promise<GivenProof | null> => {
    begin("passkey");
    const said = await askPasskey(what);
    setAsking(null);
    if (typeof said === "object") return { kind: "passkey", ...said };
    setPasskeyTrouble(said);
    return null;
  };
  const byCode = async (code: string): Promise<GivenProof | null> => {
    begin("code");
    const said = await askClerk(code);
    setAsking(null);
    if (said === "proved") return { kind: "clerk" };
    setCodeTrouble(said);
    return null;
  };
  return { known, asking, passkeyTrouble, codeTrouble, byPasskey, byCode };
}
