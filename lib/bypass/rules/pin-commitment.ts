import type { ConfidedPin } from "../shapes";

/** What is hashed to commit to a PIN. 256 random bits before it: without them the hash tells nothing of a six-digit number. */
export const committed = ({ pin, opening }: ConfidedPin): string => `sallyport.sheet.1.${opening}.${pin}`;
