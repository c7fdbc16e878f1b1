/** What a holder types to open it although neither our probes nor the flag say that Clerk is down. The same in every language. */
export const overridePhrase = "OPEN WITHOUT PROOF OF AN OUTAGE";
