import { koKR } from "@clerk/localizations";
import { ClerkProvider } from "@clerk/nextjs";
import type { ReactNode } from "react";
import { clerkAddresses } from "./clerk-addresses";

type Props = { publishableKey: string; language: "en" | "ko"; nonce: string | undefined; children: ReactNode };

/** The words of the parts that we show. They travel with the page, so the rest stays home; English is built in. */
const spoken = /^(locale|signIn|unstable__errors|formField|formButton|backButton|dividerText|footer)/;
const korean: typeof koKR = Object.fromEntries(Object.entries(koKR).filter(([name]) => spoken.test(name)));

/** Clerk's browser side with its form, in the reader's language and in ink. A page behind the door has `ClerkLater`. */
export function OwnClerkProvider({ publishableKey, language, nonce, children }: Props) {
  return (
    <ClerkProvider
      dynamic
      nonce={nonce}
      publishableKey={publishableKey}
      {...clerkAddresses}
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
