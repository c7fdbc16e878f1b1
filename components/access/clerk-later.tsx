"use client";

import { useEffect } from "react";
import { later } from "../ui/later";
import { useLater } from "../ui/use-later";

/** `publishableKey` is null outside of Clerk: then nothing of it is fetched, and nothing is asked of it. */
type Props = { publishableKey: string | null; nonce: string | undefined };

const clerk = later(() => import("./clerk-part"));

const againMs = 4_000;

/**
 * Clerk's browser side, for a signed-in page: it renews the session, signs out, and asks for a code. Nothing that is drawn needs it, so
 * it comes after the page. It is tried until it comes: a session that nobody renews ends within a minute.
 */
export function ClerkLater({ publishableKey, nonce }: Props) {
  return publishableKey === null ? null : <Coming publishableKey={publishableKey} nonce={nonce} />;
}

function Coming(props: { publishableKey: string; nonce: string | undefined }) {
  const come = useLater(clerk, false, () => undefined);
  useEffect(() => {
    if (come) return;
    const timer = setInterval(() => void clerk.fetch().catch(() => null), againMs);
    return () => clearInterval(timer);
  }, [come]);
  return come ? <come.ClerkPart {...props} /> : null;
}
