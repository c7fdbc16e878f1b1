"use client";

import { isClerkAPIResponseError } from "@clerk/nextjs/errors";
import { useCallback, useRef } from "react";
import { ownClerk } from "../access/own-clerk";

export type ClerkProof = "proved" | "wrong_code" | "unavailable";

/**
 * A fresh second factor from Clerk, asked in place: no dialog of somebody else's over ours, and nothing reloads. Afterwards the
 * session's token carries the proof.
 */
export function useClerkProof(): (code: string) => Promise<ClerkProof> {
  const begun = useRef(false);
  return useCallback(async (code) => {
    const session = (await ownClerk())?.session;
    if (!session) return "unavailable";
    try {
      if (!begun.current) await session.startVerification({ level: "second_factor" });
      begun.current = true;
      await session.attemptSecondFactorVerification({ strategy: "totp", code });
      begun.current = false;
      await session.getToken({ skipCache: true });
      return "proved";
    } catch (error) {
      const refused =
        isClerkAPIResponseError(error) && error.errors.some((fault) => fault.code.startsWith("form_code"));
      if (!refused) begun.current = false;
      return refused ? "wrong_code" : "unavailable";
    }
  }, []);
}
