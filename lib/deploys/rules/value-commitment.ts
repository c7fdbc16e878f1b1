import type { ConfidedValue } from "../shapes";

/** What is hashed to commit to a value. 256 random bits before it: without them the hash tells nothing of "true". */
export const committed = ({ value, opening }: ConfidedValue): string => `sallyport.value.1.${opening}.${value}`;
