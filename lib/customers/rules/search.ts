import { clerkUserId, fewestLetters, identityUserId } from "../shapes";

/** What somebody typed, by its look. `too_short`: a part of an address that would find half the world. */
export type Sought =
  | { kind: "nothing" | "too_short" }
  | { kind: "clerk_id" | "identity_id" | "phone" | "text"; text: string };

/** What a search is for: an id of Clerk's or of the identity provider's, a phone number, or a part of an address. */
export function soughtOf(text: string): Sought {
  if (text === "") return { kind: "nothing" };
  if (clerkUserId.safeParse(text).success) return { kind: "clerk_id", text };
  if (identityUserId.safeParse(text).success) return { kind: "identity_id", text };
  if (text.length < fewestLetters) return { kind: "too_short" };
  return /^\+?[\d ().-]{5,}$/.test(text)
    ? { kind: "phone", text: text.replaceAll(/[^\d+]/g, "") }
    : { kind: "text", text };
}

/** Whether one of somebody's values is exactly what was typed, whatever its case. */
export const isExactly = (typed: string, values: readonly string[]): boolean =>
  values.some((value) => value.toLowerCase() === typed.toLowerCase());
