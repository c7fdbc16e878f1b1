/** Why a relying party may refuse what is signed with the key that signs now. */
export const mismatchCauses = [
  "no_active_key",
  "set_silent",
  "not_served",
  "retired_too_early",
  "never_fetched",
  "cache_allowed",
  "cache_too_old",
  "their_configuration",
] as const;
export type MismatchCause = (typeof mismatchCauses)[number];

/** Three looks, each true, false, or null where nobody knows. */
export type MismatchChecks = { answers: boolean; activeServed: boolean | null; fetchedSince: boolean | null };

export type Mismatch = {
  kid: string | null;
  checks: MismatchChecks;
  cause: MismatchCause;
  fetchedAt: string | null;
  knownBy: string | null;
};

export type MismatchView = Mismatch & {
  relyingParty: string;
  /** Dead letters that were answered 401, and the keys that were assigned to them. */
  refused: number;
  kids: readonly string[];
  mayReplay: boolean;
};
