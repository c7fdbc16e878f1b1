import { useCallback, useState } from "react";
import type { ConfidedValue } from "@/lib/deploys/shapes";
import { commitToValue } from "./commit-to-value";

export type CommittedValue = { input: { app: string; key: string; commitment: string }; confided: ConfidedValue };

/** Commits to a value: the request carries a hash from which nobody can tell it, and the value itself stays on this page. */
export function useValueCommitment(): {
  made: CommittedValue | null;
  commit: (app: string, key: string, value: string) => Promise<void>;
  forget: () => void;
} {
  const [made, setMade] = useState<CommittedValue | null>(null);
  const commit = useCallback(async (app: string, key: string, value: string) => {
    const { commitment, confided } = await commitToValue(value);
    setMade({ input: { app, key, commitment }, confided });
  }, []);
  const forget = useCallback(() => setMade(null), []);
  return { made, commit, forget };
}
