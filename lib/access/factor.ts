/** What a session token says of how, and how lately, its person proved who they are. */
export type Factor = {
  /** Whole minutes since the second factor; null when there never was one, or the claim can't be read. */
  secondFactorAgeMinutes: number | null;
  /** Clerk's id of the latest reverification; null before the first. */
  reverification: string | null;
  /** Whether the instance issues the claim at all; without it no proof can be bound to a request. */
  issuesReverification: boolean;
};

/**
 * Reads `fva` and `rvid` ourselves: Clerk's own presets let a person through who has no second factor.
 * Whatever is missing or malformed counts as never proved.
 * @source OWASP ASVS 5.0 6.8.4; Clerk session token v2
 */
export function readFactor(claims: Readonly<Record<string, unknown>>): Factor {
  return {
    secondFactorAgeMinutes: secondFactorAge(claims.fva),
    reverification: reverification(claims),
    issuesReverification: Object.hasOwn(claims, "rvid"),
  };
}

function secondFactorAge(fva: unknown): number | null {
  if (!Array.isArray(fva) || fva.length !== 2) return null;
  const [first, second] = fva as unknown[];
  const isAge = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
  return isAge(first) && isAge(second) ? second : null;
}

function reverification({ rvid }: Readonly<Record<string, unknown>>): string | null {
  return typeof rvid === "string" && rvid.length > 0 ? rvid : null;
}
