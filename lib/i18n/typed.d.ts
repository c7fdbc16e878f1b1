import type en from "@/messages/en.json";
import type { formats } from "./formats";

/** Keys, languages and format names are checked by the compiler; English is the original. */
declare module "next-intl" {
  interface AppConfig {
    Locale: "en" | "ko";
    Messages: typeof en;
    Formats: typeof formats;
  }
}
