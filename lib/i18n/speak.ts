import type { Locale } from "next-intl";
import { createTranslator } from "use-intl/core";
import { formats } from "./formats";
import { messagesIn } from "./messages";

/** The console's words where there is no page and no reader, as in a message to a team's channel. It needs no React. */
export const speak = (language: Locale) =>
  createTranslator({ locale: language, messages: messagesIn(language), formats, timeZone: "UTC" });
