import { overridePhrase } from "./override-phrase";
import { pinDigits } from "./pin";
import { readCode } from "./recovery-code";

/** Fewest characters of the reason for which somebody comes in without Clerk. @source design: access §6 */
export const leastReason = 10;
export const mostReason = 500;

/** What somebody has typed at the door so far. */
export type Typed = {
  email: string;
  way: "passkey" | "code";
  code: string;
  pin: string;
  reason: string;
  incident: string;
  /** The words that force the door. */
  phrase: string;
};

/** What is known of the door. Null: nobody knows yet. */
export type Door = { answers: boolean; writable: boolean | null; armed: boolean | null; held: boolean; drill: boolean };

/** What the button that opens still waits for, in the order of the page. */
export const waits = ["console", "database", "armed", "phrase", "email", "code", "pin", "reason"] as const;
export type Wait = (typeof waits)[number];

/** Whether it has the form of an address; whose it is, the door tells nobody. */
export const isAddress = (text: string): boolean => /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(text.trim());

export const isPin = (text: string): boolean =>
  /^[0-9]+$/.test(text) && text.length >= pinDigits.least && text.length <= pinDigits.most;

/** Whether these are the words that force the door. Case and spare spaces don't matter. */
export const saysPhrase = (text: string): boolean => text.trim().replace(/\s+/g, " ").toUpperCase() === overridePhrase;

export function reasonFault(reason: string): "short" | "long" | null {
  const { length } = reason.trim();
  return length < leastReason ? "short" : length > mostReason ? "long" : null;
}

/** What is missing before the door can be knocked at. The server judges everything again. */
export function waitsFor(typed: Typed, door: Door): Wait[] {
  const missing: Record<Wait, boolean> = {
    console: !door.answers,
    database: door.writable === false,
    armed: door.armed === false && !door.drill,
    phrase: !door.held && !door.drill && !saysPhrase(typed.phrase),
    email: !isAddress(typed.email),
    code: typed.way === "code" && readCode(typed.code) === null,
    pin: typed.way === "code" && !isPin(typed.pin),
    reason: reasonFault(typed.reason) !== null,
  };
  return waits.filter((wait) => missing[wait]);
}
