import "./globals.css";
import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { currentPreferences } from "@/lib/access/preferences";
import { preloadFonts } from "./look/preload-fonts";

export const metadata: Metadata = {
  title: { default: "Sallyport", template: "%s · Sallyport" },
  robots: { index: false, follow: false },
};
export const viewport: Viewport = { colorScheme: "light dark", width: "device-width", initialScale: 1 };
export const dynamic = "force-dynamic";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { language, theme } = await currentPreferences();
  preloadFonts();
  return (
    <html lang={language} data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <head>
        {/* Not metadata: that is swapped from page to page, and a browser that finds no icon meanwhile asks for /favicon.ico. */}
        <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
      </head>
      <body>
        <NextIntlClientProvider>{children}</NextIntlClientProvider>
      </body>
    </html>
  );
}
