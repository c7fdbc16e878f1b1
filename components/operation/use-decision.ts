"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { decide } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import type { GivenProof } from "@/lib/operations/perform/spend-proof";
import { isOutdated, unanswered } from "./unanswered";

/** What is decided about: exactly what stood on the screen. */
type OnScreen = { id: string; digest: string };

export type Deciding = {
  busy: boolean;
  refusal: Refusal | null;
  decided: boolean;
  give: (
    request: OnScreen,
    answer: { decision: "approve" | "deny"; reason: string },
    proof: GivenProof,
  ) => Promise<void>;
  forget: () => void;
};

/** A yes or a no to what was shown, with its proof. The server decides whether it counts. */
export function useDecision(): Deciding {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [decided, setDecided] = useState(false);
  const router = useRouter();
  const give: Deciding["give"] = async ({ id, digest }, answer, proof) => {
    setBusy(true);
    setRefusal(null);
    const result = await decide({ id, digest, ...answer, proof }).catch(unanswered);
    setBusy(false);
    setDecided(result.ok);
    setRefusal(result.ok ? null : result.refusal);
    if (!isOutdated(result)) router.refresh();
  };
  const forget = (): void => {
    setRefusal(null);
    setDecided(false);
  };
  return { busy, refusal, decided, give, forget };
}
