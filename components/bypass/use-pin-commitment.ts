import { useCallback, useState } from "react";
import { committed } from "@/lib/bypass/rules/pin-commitment";
import type { ConfidedPin } from "@/lib/bypass/shapes";

/** What is asked with, and what is told when it is confirmed. */
export type Committed = { input: { commitment: string }; confided: ConfidedPin };

/** Commits to a PIN: the request carries a hash from which nobody can tell it, and the PIN itself stays on this page. */
export function usePinCommitment(): {
  made: Committed | null;
  commit: (pin: string) => Promise<void>;
  forget: () => void;
} {
  const [made, setMade] = useState<Committed | null>(null);
  const commit = useCallback(async (pin: string) => {
    const confided = { pin, opening: text(crypto.getRandomValues(new Uint8Array(32))) };
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(committed(confided)));
    setMade({ input: { commitment: text(new Uint8Array(hash)) }, confided });
  }, []);
  const forget = useCallback(() => setMade(null), []);
  return { made, commit, forget };
}

/** Base64url. */
const text = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
