/** Crockford's base 32: no I, L, O, U, so that what is read from paper is one thing only. @source crockford.com/base32.html */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Bytes of a printed code. @source design: access §6 (one-use 128-bit codes) */
export const codeBytes = 16;
/** Codes of one sheet. @source design: access §6 */
export const codesPerSheet = 10;

/** 128 bits need 26 characters of five bits. */
const codeLength = 26;
/** The first of them carries only three of the bits. */
const printed = new RegExp(`^[0-7][${alphabet}]{${codeLength - 1}}$`);
const groups = /^(.{5})(.{5})(.{5})(.{5})(.{6})$/;

/** Random bytes as they are printed: `7K2QF-9M0XT-…`. @param bytes sixteen of them */
export function printedCode(bytes: Uint8Array): string {
  if (bytes.length !== codeBytes) throw new Error("a code is made of sixteen bytes");
  let rest = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = "";
  for (let place = 0; place < codeLength; place += 1) {
    text = alphabet.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text.replace(groups, "$1-$2-$3-$4-$5");
}

/** What somebody typed, as it was printed: case, gaps, dashes and the letters that look like digits don't matter. Null: no code. */
export function readCode(typed: string): string | null {
  const plain = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return printed.test(plain) ? plain.replace(groups, "$1-$2-$3-$4-$5") : null;
}
