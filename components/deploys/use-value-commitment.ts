import { useCallback, useState } from "react";
import { committed } from "@/lib/deploys/rules/value-commitment";
import type { ConfidedValue } from "@/lib/deploys/shapes";

export type CommittedValue = { input: { app: string; key: string; commitment: string }; confided: ConfidedValue };

/** Commits to a value: the request carries a hash from which nobody can tell it, and the value itself stays on this page. */
export function useValueCommitment(): {
  made: CommittedValue | null;
  commit: (app: string, key: string, value: string) => Promise<void>;
  forget: () => void;
} {
  const [made, setMade] = useState<CommittedValue | null>(null);
  const commit = useCallback(async (app: string, key: string, value: string) => {
    const confided = { value, opening: text(crypto.getRandomValues(new Uint8Array(32))) };
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(committed(confided)));
    setMade({ input: { app, key, commitment: text(new Uint8Array(hash)) }, confided });
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
