import { readFileSync } from "node:fs";
import path from "node:path";
import { enUS, koKR } from "@clerk/localizations";
import { createTranslator } from "next-intl";
import { formats } from "@/lib/i18n/formats";
import type en from "@/messages/en.json";

export type Language = "en" | "ko";
export type Say = ReturnType<typeof words>;

/** What the console says, as a reader of that language sees it. Tests ask for words by key, so that rewording breaks none. */
export function words(language: Language) {
  const file = path.resolve(import.meta.dirname, `../../messages/${language}.json`);
  const messages = JSON.parse(readFileSync(file, "utf8")) as typeof en;
  return createTranslator({ locale: language, messages, formats, timeZone: "UTC" });
}

/** What Clerk's own sign-in form says. */
export function clerkWords(language: Language) {
  const spoken = language === "ko" ? koKR : enUS;
  return {
    email: String(spoken.formFieldLabel__emailAddress),
    password: String(spoken.formFieldLabel__password),
    go: String(spoken.formButtonPrimary),
    // Clerk says this in English only.
    code: "Enter verification code",
  };
}
