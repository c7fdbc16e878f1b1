import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { isHuman } from "./actor";
import { identify } from "./identify";
import { findChoices } from "./store/people";

export const languages = ["en", "ko"] as const;
export const themes = ["system", "light", "dark"] as const;
export type Language = (typeof languages)[number];
export type Theme = (typeof themes)[number];
export type Preferences = { language: Language; theme: Theme; timeZone: string };

export const preferenceCookies = {
  language: "sallyport_language",
  theme: "sallyport_theme",
  timeZone: "sallyport_zone",
} as const;

/** What to speak and how to look: the cookie, else what the person chose on another machine, else the browser's wish. */
export const currentPreferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  const fromCookie = (name: keyof typeof preferenceCookies): string | undefined =>
    jar.get(preferenceCookies[name])?.value;
  const given = { language: fromCookie("language"), theme: fromCookie("theme"), timeZone: fromCookie("timeZone") };
  const stored = given.language && given.theme && given.timeZone ? null : await storedPreferences();
  return {
    language: oneOf(languages, given.language ?? stored?.language) ?? (await browserLanguage()),
    theme: oneOf(themes, given.theme ?? stored?.theme) ?? "system",
    timeZone: isTimeZone(given.timeZone) ? given.timeZone : isTimeZone(stored?.timeZone) ? stored.timeZone : "UTC",
  };
});

async function storedPreferences(): Promise<{
  language: string | null;
  theme: string | null;
  timeZone: string | null;
} | null> {
  try {
    const identified = await identify();
    return isHuman(identified) ? await findChoices(identified.personId) : null;
  } catch {
    return null; // With our database down, the page that says so must still find a language.
  }
}

async function browserLanguage(): Promise<Language> {
  const wished = (await headers()).get("accept-language") ?? "";
  const ranked = wished.split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters.find((parameter) => parameter.trim().startsWith("q="))?.split("=")[1];
    return { language: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  ranked.sort((a, b) => b.quality - a.quality);
  return oneOf(languages, ranked.find(({ language }) => oneOf(languages, language))?.language) ?? "en";
}

const oneOf = <T extends string>(allowed: readonly T[], value: string | null | undefined): T | undefined =>
  allowed.find((candidate) => candidate === value);

/** Whether Intl knows the IANA zone. */
export function isTimeZone(value: string | null | undefined): value is string {
  if (!value || value.length > 64) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
