import type { Locale, Messages } from "next-intl";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

const byLanguage: Record<Locale, Messages> = { en, ko };

/** Everything the console says in one language. */
export const messagesIn = (language: Locale): Messages => byLanguage[language];
