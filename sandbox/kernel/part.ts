/** A running piece of the sandbox. */
export type Part = {
  /** Back to the seed. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export type RelyingPartyListing = { id: string; name: string; url: string; character: string };

export type IdentityProviderPart = Part & {
  generateOutbox(order: { rows: number; dead: number }): Promise<unknown>;
  relyingParties(): Promise<RelyingPartyListing[]>;
};
