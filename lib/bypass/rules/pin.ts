/** Digits that a hand can type at night and that a million guesses stand before. @source design: access §6 (PIN of at least six digits) */
export const pinDigits = { least: 6, most: 12 } as const;

/** What everybody tries first, besides what the rules below find by themselves. */
const wellKnown = new Set([
  "112233",
  "121314",
  "131425",
  "142536",
  "147258",
  "159357",
  "159753",
  "246810",
  "258456",
  "314159",
]);

/** Why a PIN would not do; null when it would. */
export type PinFault = "not_digits" | "too_short" | "too_long" | "guessable";

/** Judges a PIN before anything is made of it; the browser and the server ask the same. */
export function pinFault(pin: string): PinFault | null {
  if (!/^[0-9]*$/.test(pin)) return "not_digits";
  if (pin.length < pinDigits.least) return "too_short";
  if (pin.length > pinDigits.most) return "too_long";
  return isGuessable(pin) ? "guessable" : null;
}

function isGuessable(pin: string): boolean {
  return wellKnown.has(pin) || new Set(pin).size < 4 || isRun(pin) || isRepeated(pin) || isMirrored(pin);
}

/** 123456, 987654, 890123, 135791: each digit as far from the last one as the one before. */
function isRun(pin: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, place) => (10 + digit - (digits[place] ?? 0)) % 10);
  return new Set(steps).size === 1;
}

/** 12341234: one block, again and again. */
function isRepeated(pin: string): boolean {
  return (pin + pin).indexOf(pin, 1) < pin.length;
}

/** 12344321. */
const isMirrored = (pin: string): boolean => Array.from(pin).reverse().join("") === pin;
