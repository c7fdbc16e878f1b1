import { headers } from "next/headers";
import type { ReactNode } from "react";
import { OwnClerkProvider } from "@/components/access/clerk-provider";
import { currentPreferences } from "@/lib/access/preferences";
import { env } from "@/lib/core/env";

/** Clerk's browser side, for its form. Emergency access, beside it, has none. */
export default async function SignInLayout({ children }: { children: ReactNode }) {
  const [{ language }, incoming] = [await currentPreferences(), await headers()];
  return (
    <OwnClerkProvider
      publishableKey={env().CLERK_PUBLISHABLE_KEY}
      language={language}
      nonce={incoming.get("x-nonce") ?? undefined}
    >
      {children}
    </OwnClerkProvider>
  );
}
