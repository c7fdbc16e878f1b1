import { koKR } from "@clerk/localizations";
import { ClerkProvider } from "@clerk/nextjs";
import type { ReactNode } from "react";

/** `publishableKey` is null outside of Clerk: then nothing of it is mounted, and nothing is asked of it. */
type Props = { publishableKey: string | null; language: "en" | "ko"; nonce: string | undefined; children: ReactNode };

/** The words of the parts that we show. They travel with every page, so the rest stays home; English is built in. */
const spoken = /^(locale|signIn|unstable__errors|formField|formButton|backButton|dividerText|footer)/;
const korean: typeof koKR = Object.fromEntries(Object.entries(koKR).filter(([name]) => spoken.test(name)));

/** Clerk's browser side, from our own origin, in the reader's language and in ink. */
export function OwnClerkProvider({ publishableKey, language, nonce, children }: Props) {
  if (publishableKey === null) return children;
  return (
    <ClerkProvider
      dynamic
      nonce={nonce}
      publishableKey={publishableKey}
      proxyUrl="/__clerk"
      signInUrl="/sign-in"
      signInFallbackRedirectUrl="/triage"
      afterSignOutUrl="/sign-in"
      telemetry={false}
      localization={language === "ko" ? korean : undefined}
      appearance={{
        variables: {
          colorPrimary: "var(--ink)",
          colorPrimaryForeground: "var(--on-ink)",
          colorBackground: "var(--ground-over)",
          colorForeground: "var(--ink)",
          colorMutedForeground: "var(--ink-2)",
          colorInput: "var(--ground-over)",
          colorInputForeground: "var(--ink)",
          colorNeutral: "var(--ink)",
          colorBorder: "var(--edge)",
          colorRing: "var(--focus)",
          colorDanger: "var(--down-text)",
          borderRadius: "3px",
          fontFamily: "var(--sans)",
        },
      }}
    >
      {children}
    </ClerkProvider>
  );
}
