"use client";

import { ClerkProvider, useClerk, useSession } from "@clerk/nextjs";
import { useEffect } from "react";
import { clerkAddresses } from "./clerk-addresses";
import { handOver } from "./own-clerk";

/** Clerk without words and colours for its form, which is shown at the door alone. */
export function ClerkPart(props: { publishableKey: string; nonce: string | undefined }) {
  return (
    <ClerkProvider {...props} {...clerkAddresses}>
      <HandOver />
    </ClerkProvider>
  );
}

function HandOver() {
  const { signOut } = useClerk();
  const { isLoaded, session } = useSession();
  useEffect(() => {
    handOver(isLoaded ? { signOut, session } : null);
    return () => handOver(null);
  }, [isLoaded, signOut, session]);
  return null;
}
