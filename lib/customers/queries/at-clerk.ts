import "server-only";
import type { ClerkSession, ClerkUser } from "@/lib/connectors/clerk/users";
import { masked } from "../rules/mask";
import { type CustomerAtClerk, type CustomerSession, sessionStates } from "../shapes";

/** What a page may know of a user of Clerk's: every address masked here, before it leaves the server. */
export function customerOf({ emails, phones, ...user }: ClerkUser): CustomerAtClerk {
  return {
    ...user,
    emails: emails.map(({ address, verified }) => ({ masked: masked(address), verified })), // guard: customer-emails-masked
    phones: phones.map(({ number, verified }) => ({ masked: masked(number), verified })), // guard: customer-phones-masked
  };
}

/** A session in our words; a state that Clerk invents later is an unknown one. */
export const sessionOf = ({ status, ...session }: ClerkSession): CustomerSession => ({
  ...session,
  state: sessionStates.find((known) => known === status) ?? "unknown",
});
